import { digest } from './digest';

/** Name of the global variable that holds the marks of all modules of a realm, by path. */
export const marksName = '__nxTestmonSeen';

/** Matches the name of any module's probe. */
export const probePattern = /__nxTestmonProbe_[\w$]{16}/;

/**
 * Name of the function that the probes of a module call. Each module has its own name, so that the text of a function
 * shows which module contains it.
 */
export function probeName(id: string): string {
  return `__nxTestmonProbe_${digest(id).replaceAll('-', '$')}`;
}

/**
 * An entry among the names of a module's executed blocks. It means that the test read something that depends on the
 * whole text of the module: the text of a function (transforms keep some comments), or positions in the code.
 */
export const moduleText = '<text>';

/**
 * Names of the executed blocks.
 *
 * @param blocks by the index of their probe
 * @param marks one for each block, then one for {@link moduleText}; not 0 if it was executed or read
 * @returns `undefined` for marks of other blocks
 */
export function namesOfMarks(blocks: readonly string[], marks: ArrayLike<number>): string[] | undefined {
  if (marks.length !== blocks.length + 1) return undefined;
  return [...blocks, moduleText].filter((_, index) => marks[index] !== 0);
}
