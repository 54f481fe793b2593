import { loadOrderOf } from '../dependencies/find-dependencies';
import type { BlockKey } from '../records/block-id';
import type { EnvironmentKey } from '../records/environment-id';
import type { Fact } from '../records/fact';
import { executionOf, type TestExecution } from '../records/test-execution';

/** The current dependencies of a test file, for comparing them with its facts. */
export interface CurrentState {
  readonly environment: EnvironmentKey;
  /**
   * Digest of every block the test file depends on now; a block that is not in it is gone. May be a getter: it is not
   * read where a fact with an execution decides.
   */
  readonly hashes: ReadonlyMap<BlockKey, string>;
  /** The same for a test file that executes what it did then; without it, facts with an execution match nothing. */
  readonly executedDependencies?: (execution: TestExecution) => ReadonlyMap<BlockKey, string>;
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

/** @param isLikely traverses for this fact at once: if nothing changed, no other traversal is needed */
export function isMatch(fact: Fact, current: CurrentState, isLikely: boolean): boolean {
  const execution = executionOf(fact);
  if (!execution) return matches(fact, current.hashes);
  // An execution in isolation does not describe test files that share modules.
  if (!current.executedDependencies) return false;
  if (!isLikely && countChangedBlocks(fact, current) > 0) return false;
  return matches(fact, current.executedDependencies(execution));
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

/**
 * How many blocks differ whatever a traversal finds, because a block has the same digest in all traversals. Only the
 * load order depends on the traversal.
 */
export function countChangedBlocks({ testFile, dependencies }: Fact, { hashes }: CurrentState): number {
  const order = loadOrderOf(testFile.path);
  return dependencies.filter(({ block, hash }) => {
    const now = hashes.get(block);
    return now !== undefined && now !== hash && block !== order;
  }).length;
}
