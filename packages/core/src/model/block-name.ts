/** Names of the blocks of a module. Facts contain them, so their form never changes. */

/** Name of the block for a module's top-level statements, in order. */
export const EFFECTS = '<effects>';

/** Name of the block for the statements of a compiled module that define its exports and load other modules. */
export const EXPORTS = '<exports>';

const optionsSuffix = '.<options>';

/**
 * Name of the block for the members of a class whose definition only puts them on new objects. A declaration with
 * such a block is a class, and its name always means this class.
 */
export function membersOf(className: string): string {
  return `${className}.<members>`;
}

/**
 * Name of the block that replaces another one if a test runner uses the default export of the module as its
 * configuration: the same code without the options that no result depends on.
 */
export function optionsOf(block: string): string {
  return block + optionsSuffix;
}

/** Whether {@link optionsOf} made the name. */
export function isOptionsBlock(name: string): boolean {
  return name.endsWith(optionsSuffix);
}

/** Name of the body of a function: `f()`, `A.m()`. */
export function bodyOf(functionName: string): string {
  return `${functionName}()`;
}

/** Name of a body of an unnamed function, by its index in a declaration: `f(1)`. */
export function numberedBodyOf(declaration: string, count: number): string {
  return `${declaration}(${count})`;
}

/** Name of a branch: `f()/then`, or `f()/then/else` for a branch inside it. */
export function branchOf(parent: string, label: string): string {
  return `${parent}/${label}`;
}

/** Name of a block if earlier blocks have the same name: `f()#2`. */
export function repeatedName(name: string, count: number): string {
  return `${name}#${count}`;
}

/** Whether the name of a body only shows its index among others. */
export function isNumberedBody(name: string, others: readonly string[]): boolean {
  return /(?:\(\d+\)|#\d+)$/.test(name) || others.includes(repeatedName(name, 2));
}

/** Name of the function that a body belongs to, for display: `f` for `f()`, `f(1)` for an unnamed function. */
export function functionOfBody(name: string): string {
  return name.replace('()', '');
}

/** Whether a branch is inside a block: `f()/then/else` is in `f()/then` and in `f()`. */
export function isBranchIn(name: string, block: string): boolean {
  return name.startsWith(branchOf(block, ''));
}
