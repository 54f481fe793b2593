import type { BlockKey } from '../records/block-id';
import { type Fact, SEEDED_AT } from '../records/fact';
import { loadOrderOf } from '../dependencies/find-dependencies';
import { executionOf, type TestExecution } from '../records/test-execution';

/** Why a test file runs, or that it is skipped. */
export type Decision =
  | {
      readonly kind: 'skipped';
      readonly savedMs: number;
      /** True where the test file is assumed passing (seeded, not run). */
      readonly seeded?: true;
    }
  | { readonly kind: 'new' }
  | { readonly kind: 'changed'; readonly blocks: readonly BlockKey[] }
  | { readonly kind: 'failed-before' }
  | { readonly kind: 'environment-changed' }
  | { readonly kind: 'unresolved'; readonly why: string };

/** What a test file depends on now, for comparing it with its facts. */
export interface CurrentState {
  readonly environment: string;
  /**
   * Digest of every block the test file depends on now; a block that is not in it is gone. May be a getter: it is not
   * read where a fact with an execution decides.
   */
  readonly hashes: ReadonlyMap<BlockKey, string>;
  /** The same for a test file that executes what it did then; without it, facts with an execution match nothing. */
  readonly executedDependencies?: (execution: TestExecution) => ReadonlyMap<BlockKey, string>;
  /** Why it is not certain what the test depends on; it always selects. */
  readonly unresolvedReason?: string;
}

/**
 * Decides one test file: skipped only if a passed fact of this environment matches the code on disk
 * block for block, and the newest matching fact is no failure (at the same instant, failure wins).
 *
 * @param facts those of this test file and suite, as `newestFirst` orders them; their dependencies may be
 *   in any order. Those after the one that decides are not read
 */
export function selectTestFile(facts: Iterable<Fact>, current: CurrentState): Decision {
  if (current.unresolvedReason !== undefined) return { kind: 'unresolved', why: current.unresolvedReason };
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
    return { kind: 'unresolved', why: 'its last execution can not be compared with the current code' };
  return { kind: 'changed', blocks: nearest };
}

/** The test file need not run. */
export function skippedBy({ durationMs, endedAt }: Pick<Fact, 'durationMs' | 'endedAt'>): Decision {
  return { kind: 'skipped', savedMs: durationMs, ...(endedAt === SEEDED_AT ? { seeded: true } : {}) };
}

/** The facts of this environment that match the code on disk block for block. The first of them decides. */
export function* matchingFacts(facts: Iterable<Fact>, current: CurrentState): Generator<Fact> {
  for (const fact of facts)
    if (fact.environment === current.environment && isMatch(fact, current, false)) yield fact;
}

/** The first of {@link matchingFacts}. */
export function newestMatch(facts: Iterable<Fact>, current: CurrentState): Fact | undefined {
  const [first] = matchingFacts(facts, current);
  return first;
}

/** @param isLikely does the traversal for this fact at once: where nothing changed, it is the only one */
function isMatch(fact: Fact, current: CurrentState, isLikely: boolean): boolean {
  const execution = executionOf(fact);
  if (!execution) return matches(fact, current.hashes);
  // What was executed in isolation says nothing about test files that share modules.
  if (!current.executedDependencies) return false;
  if (!isLikely && staleBlocks(fact, current) > 0) return false;
  return matches(fact, current.executedDependencies(execution));
}

/** The blocks that changed since the nearest fact. Facts that can't be the nearest cost no traversal. */
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

/** What the test file depends on now, if it executes what it did for the fact. */
function hashesOf(fact: Fact, { hashes, executedDependencies }: CurrentState): ReadonlyMap<BlockKey, string> {
  const execution = executedDependencies && executionOf(fact);
  return execution ? executedDependencies(execution) : hashes;
}

/**
 * How many blocks differ whatever a traversal finds, because a block has the same digest in all traversals. Only the
 * load order depends on the traversal.
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
