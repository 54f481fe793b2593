import type { Fact } from '../records/fact';

/**
 * What probes saw of one test file: for every module that carried probes and was loaded, the names of its
 * body blocks that ran. A module that is not here may have run without being seen.
 */
export type Collected = ReadonlyMap<string, ReadonlySet<string>>;

const suffix = '#<probes>';

/** The block of a fact that says that a module carried probes, so that its other bodies did not run. */
export function probesOf(path: string): string {
  return `${path}${suffix}`;
}

/**
 * What a fact's test file had run, read back from its blocks: a fact without probes has run nothing that is
 * known. Names of other blocks are among those of bodies; only bodies are looked up.
 */
export function collectedIn({ fingerprints }: Pick<Fact, 'fingerprints'>): Collected | undefined {
  const collected = new Map<string, Set<string>>();
  for (const { block } of fingerprints) {
    if (block.endsWith(suffix)) collected.set(block.slice(0, -suffix.length), new Set());
  }
  if (collected.size === 0) return undefined;
  for (const { block } of fingerprints) {
    // A path may hold the mark too: every way to cut is tried.
    for (let at = block.indexOf('#'); at >= 0; at = block.indexOf('#', at + 1)) {
      collected.get(block.slice(0, at))?.add(block.slice(at + 1));
    }
  }
  return collected;
}
