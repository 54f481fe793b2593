import { type BlockKey, parseBlockId } from '../records/block-id';
import type { Fact } from '../records/fact';

/**
 * What probes saw of one test file: for every module that carried probes and was loaded, the names of its
 * body blocks that ran. A module that is not here may have run without being seen.
 */
export type Collected = ReadonlyMap<string, ReadonlySet<string>>;

const suffix = '#<probes>';

/** The block of a fact that says that a module carried probes, so that its other bodies did not run. */
export function probesOf(path: string): BlockKey {
  return `${path}${suffix}` as BlockKey;
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
    const id = parseBlockId(block);
    if (id?.kind === 'block') collected.get(id.module)?.add(id.name);
  }
  return collected;
}
