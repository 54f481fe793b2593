/** Names of the blocks of a module. They are part of stored facts, so that their form never changes. */

/** Name of the block that holds a module's top-level statements, in order. */
export const EFFECTS = '<effects>';

/** Name of the block that holds the statements of a compiled module that fill its exports and load other modules. */
export const EXPORTS = '<exports>';

const optionsSuffix = '.<options>';

/**
 * Name of the block that holds the members of a class, where defining the class does nothing but put them on new
 * objects. A declaration that has such a block is a class, and its name always means this class.
 */
export function membersOf(className: string): string {
  return `${className}.<members>`;
}

/**
 * Name of the block that stands for another one where a test runner takes what the module exports by default as its
 * configuration: the same without the options that no result depends on.
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

/** Name of a body without a name of its own, by its place among those of a declaration: `f(1)`. */
export function numberedBodyOf(declaration: string, count: number): string {
  return `${declaration}(${count})`;
}

/** Name of a branch: `f()/then`, `f()/then/else` for one inside it. */
export function branchOf(parent: string, label: string): string {
  return `${parent}/${label}`;
}

/** Name of a block where others before it have the same name: `f()#2`. */
export function repeatedName(name: string, count: number): string {
  return `${name}#${count}`;
}

/** Whether the name of a body says no more than its place among others. */
export function isNumberedBody(name: string, others: readonly string[]): boolean {
  return /(?:\(\d+\)|#\d+)$/.test(name) || others.includes(repeatedName(name, 2));
}

/** Name of the function that a body belongs to, for people: `f` for `f()`, `f(1)` where the function has none. */
export function functionOfBody(name: string): string {
  return name.replace('()', '');
}

/** Whether a branch lies in a block: `f()/then/else` in `f()/then` and in `f()`. */
export function isBranchIn(name: string, block: string): boolean {
  return name.startsWith(branchOf(block, ''));
}
