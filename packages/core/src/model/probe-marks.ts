import { digest } from './digest';

/** Name of the global that holds the marks of all modules of a realm, by the path of each. */
export const marksName = '__nxTestmonSeen';

/** Matches the name of any module's probe. */
export const probePattern = /__nxTestmonProbe_[\w$]{16}/;

/**
 * Name of the function that the probes of a module call: each module's is its own, so that the text of a function
 * says which module it is from.
 */
export function probeName(id: string): string {
  return `__nxTestmonProbe_${digest(id).replaceAll('-', '$')}`;
}

/**
 * Stands among the names of a module's executed blocks where the test read something that its whole text decides: the
 * text of one of its functions (transforms keep some comments), or positions in it.
 */
export const moduleText = '<text>';

/**
 * Names of what was executed.
 *
 * @param blocks by the number of their probe
 * @param marks one for each block, then one for {@link moduleText}; not 0 where it was seen
 * @returns `undefined` for marks of other blocks
 */
export function namesOfMarks(blocks: readonly string[], marks: ArrayLike<number>): string[] | undefined {
  if (marks.length !== blocks.length + 1) return undefined;
  return [...blocks, moduleText].filter((_, index) => marks[index] !== 0);
}
