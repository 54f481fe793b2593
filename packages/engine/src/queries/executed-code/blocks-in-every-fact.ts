import { type BlockKey, executionOf, type Fact, SEEDED_AT } from '@nx-testmon/core';
import { executedDependenciesOf, type SuiteState } from '../../task/read-task/read-suite';
import type { FactBlocks } from './fact-blocks';

/** Whether a run collected which functions and branches it executed. */
export function hasExecutedBlocks({ endedAt, execution }: Fact): boolean {
  return endedAt !== SEEDED_AT && (execution?.instrumentedModules.length ?? 0) > 0;
}

/**
 * Finds the functions and branches that every fact of a suite depends on, executed or not: those that a
 * global setup or the configuration reaches, which run in processes without probes, and those that contain a
 * mock. A fact does not show whether its test file executed them.
 *
 * @param facts of the suite
 */
export function findBlocksInEveryFact(
  suite: SuiteState,
  facts: readonly Fact[],
  blocks: FactBlocks,
): ReadonlySet<BlockKey> {
  const collected = facts.filter(hasExecutedBlocks);
  const example = collected.find(({ execution }) => execution?.reads?.isComplete === true) ?? collected[0];
  const execution = example && executionOf(example);
  if (!execution) return new Set();
  const modules = new Set(collected.flatMap((fact) => fact.execution?.instrumentedModules ?? []));
  // Computes the dependencies of a test file that loads all modules and executes none of their functions.
  const executedBlocks = new Map([...modules].sort().map((module) => [module, new Set<string>()]));
  const { hashes } = executedDependenciesOf(suite, example.testFile.path)({ ...execution, executedBlocks });
  return new Set([...hashes.keys()].filter((block) => blocks.get(block)?.isPart === true));
}
