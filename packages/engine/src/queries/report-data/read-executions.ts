import type { TaskRun } from '@nx-testmon/core';
import { readRuns } from '../../store/read-stats';
import type { StorePaths } from '../../store/task-store';

/** The runs of the tasks that one command started. */
export interface Execution {
  readonly id: string;
  /** When the last run ended, in ms since 1970. */
  readonly endedAt: number;
  /** Sorted by project and target. */
  readonly runs: readonly TaskRun[];
}

/** The executions that the store knows. */
export interface ExecutionQuery {
  /** Newest first. */
  readonly executions: readonly Execution[];
  /** How many older ones were left out. */
  readonly older: number;
  /** Why the list may be incomplete. */
  readonly notes: readonly string[];
}

/**
 * Reads the newest executions of the run ledger. Writes nothing.
 *
 * @param now in ms since 1970
 * @param filter names of projects (all by default), and the maximum number of executions
 */
export async function readExecutions(
  paths: StorePaths,
  now: number,
  { projects, limit }: { readonly projects?: readonly string[] | undefined; readonly limit: number },
): Promise<ExecutionQuery> {
  const { runs, notes } = await readRuns(paths, now, projects);
  const executions = groupRuns(runs);
  const older = Math.max(0, executions.length - limit);
  return { executions: executions.slice(0, limit), older, notes };
}

/** Grouped by execution id, newest first. */
export function groupRuns(runs: readonly TaskRun[]): Execution[] {
  const groups = new Map<string, TaskRun[]>();
  for (const run of runs) {
    const known = groups.get(run.execId);
    if (known) known.push(run);
    else groups.set(run.execId, [run]);
  }
  return [...groups]
    .map(([id, group]) => ({
      id,
      endedAt: group.reduce((latest, { endedAt }) => Math.max(latest, endedAt), 0),
      runs: group.sort((one, other) => compareTexts(taskOf(one), taskOf(other))),
    }))
    .sort((one, other) => other.endedAt - one.endedAt || compareTexts(one.id, other.id));
}

function taskOf({ project, target }: TaskRun): string {
  return `${project}\0${target}`;
}

function compareTexts(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
