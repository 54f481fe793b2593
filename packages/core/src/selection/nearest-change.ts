import type { BlockKey } from '../records/block-id';
import type { Fact } from '../records/fact';
import { executionOf } from '../records/test-execution';
import { type CurrentState, countChangedBlocks } from './match-fact';

/** The blocks that changed since the nearest fact. Facts that can't be the nearest need no traversal. */
export function nearestChange(facts: readonly Fact[], current: CurrentState): BlockKey[] | undefined {
  const candidates = facts
    .map((fact, index) => ({ fact, index, atLeast: countChangedBlocks(fact, current) }))
    .sort((one, other) => one.atLeast - other.atLeast);
  let best: { readonly blocks: BlockKey[]; readonly index: number } | undefined;
  for (const { fact, index, atLeast } of candidates) {
    if (best && atLeast > best.blocks.length) break;
    const blocks = changedBlocks(fact, hashesOf(fact, current));
    const isNearer =
      !best ||
      blocks.length < best.blocks.length ||
      (blocks.length === best.blocks.length && index < best.index);
    if (isNearer) best = { blocks, index };
  }
  return best?.blocks;
}

/** The current dependencies of the test file, assuming that it executes the same code as in the fact. */
function hashesOf(fact: Fact, { hashes, executedDependencies }: CurrentState): ReadonlyMap<BlockKey, string> {
  const execution = executedDependencies && executionOf(fact);
  return execution ? executedDependencies(execution) : hashes;
}

/** Blocks that were edited, removed or added since the fact, sorted. */
function changedBlocks({ dependencies }: Fact, hashes: ReadonlyMap<BlockKey, string>): BlockKey[] {
  const changed = dependencies.filter(({ block, hash }) => hashes.get(block) !== hash);
  const blocks = changed.map(({ block }) => block);
  const stillThere = dependencies.length - changed.filter(({ block }) => !hashes.has(block)).length;
  if (stillThere < hashes.size) {
    const then = new Set(dependencies.map(({ block }) => block));
    for (const block of hashes.keys()) if (!then.has(block)) blocks.push(block);
  }
  return blocks.sort();
}
