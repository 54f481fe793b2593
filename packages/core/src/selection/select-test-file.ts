import type { BlockKey } from '../records/block-id';
import { type Fact, SEEDED_AT } from '../records/fact';
import { loadOrderOf } from '../dependencies/find-dependencies';
import { executionOf, type TestExecution } from '../records/test-execution';

/** Why a test file runs, or that it is skipped. */
export type Decision =
  | {
      readonly kind: 'skipped';
      readonly savedMs: number;
      /** True where only the user's word says that it passed. */
      readonly seeded?: true;
    }
  | { readonly kind: 'new' }
  | { readonly kind: 'changed'; readonly blocks: readonly BlockKey[] }
  | { readonly kind: 'failed-before' }
  | { readonly kind: 'environment-changed' }
  | { readonly kind: 'uncertain'; readonly why: string };

export interface CurrentState {
  readonly environment: string;
  /**
   * Digest of every block the test file depends on now; a block that is not in it is gone. It may be found
   * when it is asked for: where a fact says how the test file ran and matches, nobody asks.
   */
  readonly hashes: ReadonlyMap<BlockKey, string>;
  /** The same for a test file that runs as it had run; without it, collected facts match nothing. */
  readonly executedDependencies?: (ran: TestExecution) => ReadonlyMap<BlockKey, string>;
  /** Why it is not certain what the test depends on; it always selects. */
  readonly uncertainty?: string;
}

/**
 * Decides one test file: skipped only if a passed fact of this environment matches the code on disk
 * block for block, and the newest matching fact is no failure (at the same instant, failure wins).
 *
 * @param facts those of this test file and suite, as {@link newestFirst} orders them; their dependencies may be
 *   in any order. Those after the one that decides are not asked for
 */
export function selectTestFile(facts: Iterable<Fact>, current: CurrentState): Decision {
  if (current.uncertainty !== undefined) return { kind: 'uncertain', why: current.uncertainty };
  let isKnown = false;
  const passed: Fact[] = [];
  let isKnownHere = false;
  for (const fact of facts) {
    isKnown = true;
    if (fact.environment !== current.environment) continue;
    const isNewest = !isKnownHere;
    isKnownHere = true;
    if (isMatch(fact, current, isNewest))
      return fact.outcome === 'passed' ? skippedBy(fact) : { kind: 'failed-before' };
    if (fact.outcome === 'passed') passed.push(fact);
  }
  if (!isKnownHere) return isKnown ? { kind: 'environment-changed' } : { kind: 'new' };
  const nearest = nearestChange(passed, current);
  if (!nearest) return { kind: 'failed-before' };
  if (nearest.length === 0)
    return { kind: 'uncertain', why: 'how it last ran can not be compared with how it would run now' };
  return { kind: 'changed', blocks: nearest };
}

/** The test file need not run. */
export function skippedBy({ durationMs, endedAt }: Pick<Fact, 'durationMs' | 'endedAt'>): Decision {
  return { kind: 'skipped', savedMs: durationMs, ...(endedAt === SEEDED_AT ? { seeded: true } : {}) };
}

/** The fact that decides: the newest of this environment that matches the code on disk block for block. */
export function newestMatch(facts: Iterable<Fact>, current: CurrentState): Fact | undefined {
  for (const fact of facts)
    if (fact.environment === current.environment && isMatch(fact, current, false)) return fact;
  return undefined;
}

/** By age; at the same instant a failure comes before a pass. */
export function newestFirst(facts: readonly Fact[]): Fact[] {
  return [...facts].sort(
    (one, other) =>
      other.endedAt - one.endedAt || Number(one.outcome === 'passed') - Number(other.outcome === 'passed'),
  );
}

/** @param isLikely the walk for this fact is done at once: it is the only one to be done where nothing changed */
function isMatch(fact: Fact, current: CurrentState, isLikely: boolean): boolean {
  const execution = executionOf(fact);
  if (!execution) return matches(fact, current.hashes);
  // What was executed in isolation says nothing about test files that share modules.
  if (!current.executedDependencies) return false;
  if (!isLikely && staleBlocks(fact, current) > 0) return false;
  return matches(fact, current.executedDependencies(execution));
}

/** What has changed since the fact that least has changed since. Facts that can't be it cost no walk. */
function nearestChange(facts: readonly Fact[], current: CurrentState): BlockKey[] | undefined {
  const candidates = facts
    .map((fact, index) => ({ fact, index, atLeast: staleBlocks(fact, current) }))
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

/** What the test file depends on now, as far as the fact's run is taken for what it runs now. */
function hashesOf(fact: Fact, { hashes, executedDependencies }: CurrentState): ReadonlyMap<BlockKey, string> {
  const execution = executedDependencies && executionOf(fact);
  return execution ? executedDependencies(execution) : hashes;
}

/**
 * A look that costs no walk: how many blocks differ whatever the walk finds, for a block has one digest in all
 * walks. Only the load order depends on the walk.
 */
function staleBlocks({ testFile, dependencies }: Fact, { hashes }: CurrentState): number {
  const order = loadOrderOf(testFile.path);
  return dependencies.filter(({ block, hash }) => {
    const now = hashes.get(block);
    return now !== undefined && now !== hash && block !== order;
  }).length;
}

/**
 * Whether a fact holds what was found now, neither more nor less.
 *
 * @param hashes found for the fact's own execution, where it has one
 */
export function matches(fact: Fact, hashes: ReadonlyMap<BlockKey, string>): boolean {
  return (
    fact.dependencies.length === hashes.size &&
    fact.dependencies.every(({ block, hash }) => hashes.get(block) === hash)
  );
}

/** Blocks that were edited, are gone, or have come since the fact, sorted. */
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
