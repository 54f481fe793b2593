import { renderProblem } from '@nx-testmon/core';
import { findNamesTakenAsTargets } from './names-taken-as-targets';
import { type NxTaskResult, sumOfResults } from './sum-of-results';

/**
 * What nx-testmon says below the output of a command of Nx.
 *
 * @param results of all tasks that may be of nx-testmon
 * @param argv the arguments of the command
 */
export function closingLines(
  results: readonly NxTaskResult[],
  argv: readonly string[],
  allTargets: ReadonlySet<string>,
): string[] {
  const { summary, targets } = sumOfResults(results);
  const [target] = targets;
  if (target === undefined) return [];
  const names = findNamesTakenAsTargets(argv, allTargets);
  return [
    ...(summary === undefined ? [] : [summary]),
    ...names.map((name) => renderProblem({ kind: 'name-taken-as-target', name, target })),
  ];
}
