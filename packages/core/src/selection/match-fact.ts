import { loadOrderOf } from '../dependencies/find-dependencies';
import type { BlockKey } from '../records/block-id';
import type { EnvironmentKey } from '../records/environment-id';
import type { Fact } from '../records/fact';
import { executionOf, type TestExecution } from '../records/test-execution';

/** The current dependencies of a test file, for comparing them with its facts. */
export interface CurrentState {
  readonly environment: EnvironmentKey;
  /**
   * Digest of every block that the test file depends on now. Blocks that are not in it no longer exist. May be a
   * getter: it is not read if a fact with an execution decides.
   */
  readonly hashes: ReadonlyMap<BlockKey, string>;
  /**
   * The same for a test file that executes the same blocks as in an execution. Without it, facts with an execution do
   * not match.
   */
  readonly executedDependencies?: (execution: TestExecution) => ReadonlyMap<BlockKey, string>;
}

/** The facts of this environment that match the current code block for block. The first of them decides. */
export function* matchingFacts(facts: Iterable<Fact>, current: CurrentState): Generator<Fact> {
  for (const fact of facts)
    if (fact.environment === current.environment && isMatch(fact, current, false)) yield fact;
}

/** The first of {@link matchingFacts}. */
export function newestMatch(facts: Iterable<Fact>, current: CurrentState): Fact | undefined {
  const [first] = matchingFacts(facts, current);
  return first;
}

/** @param isLikely traverses for this fact at once: if nothing has changed, no other traversal is needed */
export function isMatch(fact: Fact, current: CurrentState, isLikely: boolean): boolean {
  const execution = executionOf(fact);
  if (!execution) return matches(fact, current.hashes);
  // An execution in isolation does not describe test files that share modules.
  if (!current.executedDependencies) return false;
  if (!isLikely && countChangedBlocks(fact, current) > 0) return false;
  return matches(fact, current.executedDependencies(execution));
}

/**
 * Whether the dependencies of a fact are exactly the given ones.
 *
 * @param hashes the current dependencies, found with the fact's execution if it has one
 */
export function matches(fact: Fact, hashes: ReadonlyMap<BlockKey, string>): boolean {
  return (
    fact.dependencies.length === hashes.size &&
    fact.dependencies.every(({ block, hash }) => hashes.get(block) === hash)
  );
}

/**
 * The number of blocks that differ in every traversal, because a block has the same digest in all traversals. Only
 * the load order depends on the traversal.
 */
export function countChangedBlocks({ testFile, dependencies }: Fact, { hashes }: CurrentState): number {
  const order = loadOrderOf(testFile.path);
  return dependencies.filter(({ block, hash }) => {
    const now = hashes.get(block);
    return now !== undefined && now !== hash && block !== order;
  }).length;
}
