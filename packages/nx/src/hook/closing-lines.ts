import { renderProblem } from '@nx-testmon/core';
import type { CommandContext } from './command-context';
import { isForAllProjects } from './is-for-all-projects';
import { findNamesTakenAsTargets } from './names-taken-as-targets';
import { type NxTaskResult, sumOfResults } from './sum-of-results';

/**
 * The lines that nx-testmon prints below the output of an Nx command.
 *
 * @param results of all tasks that may belong to nx-testmon
 * @param allTargets of all tasks of the command
 */
export async function closingLines(
  results: readonly NxTaskResult[],
  command: CommandContext,
  allTargets: ReadonlySet<string>,
): Promise<string[]> {
  const { summary, targets } = sumOfResults(results, command.argv);
  const [target] = targets;
  if (target === undefined) return [];
  const names = findNamesTakenAsTargets(command.argv, allTargets);
  return [
    ...(summary === undefined ? [] : [summary, ...(await uncoveredLines(command))]),
    ...names.map((name) => renderProblem({ kind: 'name-taken-as-target', name, target })),
  ];
}

/** Hooks do not receive the selected projects, so the line is only printed for commands that run all projects. */
async function uncoveredLines({ argv, workspaceRoot }: CommandContext): Promise<string[]> {
  if (!isForAllProjects(argv)) return [];
  const { uncoveredLine } = await import('./uncovered-line.js');
  const line = uncoveredLine(workspaceRoot);
  return line === undefined ? [] : [line];
}
