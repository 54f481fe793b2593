import { type TaskRun, renderProblem } from '@nx-testmon/core';
import { openStoreSnapshot, readLedger, refuseStore } from '@nx-testmon/store';
import { type StorePaths, mergeRuns } from './task-store';

/** Sums over runs, with times in ms. */
export interface RunSums {
  readonly runs: number;
  /** The number of selected test files; `total` is the number of all test files. */
  readonly selected: number;
  readonly total: number;
  readonly durationMs: number;
  readonly savedMs: number;
}

/** The time that selection saved. */
export interface Stats extends RunSums {
  /** Times of the first and the last run, ISO 8601; absent if there are no runs. */
  readonly since?: string;
  readonly until?: string;
  /** By project and target; the one that saved the most comes first. */
  readonly projects: readonly (RunSums & { readonly project: string; readonly target: string })[];
  /** By day (UTC), oldest first. */
  readonly days: readonly (RunSums & { readonly day: string })[];
  /** Why the list may be incomplete. */
  readonly notes: readonly string[];
}

/** The total time saved by runs, in ms. */
export function savedByRuns(runs: readonly TaskRun[]): number {
  return runs.reduce((sum, { savedMs }) => sum + savedMs, 0);
}

/**
 * Reads the time that selection saved. Writes nothing.
 *
 * @param now in ms since 1970
 * @param projects all by default
 */
export async function readStats(
  paths: StorePaths,
  now: number,
  projects?: readonly string[],
): Promise<Stats> {
  const { runs, notes } = await readRuns(paths, now, projects);
  return { ...sumRuns(runs), notes };
}

/** The runs in the store. */
export interface StoredRuns {
  /** Oldest first. */
  readonly runs: readonly TaskRun[];
  /** Why the list may be incomplete. */
  readonly notes: readonly string[];
}

/**
 * Reads all runs of the store and the run ledger. The arguments are those of {@link readStats}. Writes
 * nothing.
 */
export async function readRuns(
  paths: StorePaths,
  now: number,
  projects?: readonly string[],
): Promise<StoredRuns> {
  const refusal = refuseStore(paths);
  if (refusal) return { runs: [], notes: [renderProblem(refusal)] };
  const opened = await openStoreSnapshot({ file: paths.database, timeoutMs: 5_000, now });
  const notes = opened.ok || opened.problem.kind === 'store-missing' ? [] : [renderProblem(opened.problem)];
  const stored = opened.ok ? opened.snapshot.runs() : [];
  if (opened.ok) opened.snapshot.close();
  const runs = mergeRuns(stored, readLedger(paths.runs))
    .filter(({ project }) => projects?.includes(project) ?? true)
    .sort((one, other) => one.endedAt - other.endedAt);
  return { runs, notes };
}

function sumRuns(runs: readonly TaskRun[]): Omit<Stats, 'notes'> {
  const [first, last] = [runs.at(0), runs.at(-1)];
  const byProject = group(runs, ({ project, target }) => JSON.stringify([project, target]));
  const byDay = group(runs, ({ endedAt }) => isoTime(endedAt).slice(0, 10));
  return {
    ...sum(runs),
    ...(first && last ? { since: isoTime(first.endedAt), until: isoTime(last.endedAt) } : {}),
    projects: [...byProject.values()]
      .flatMap((some) => some.slice(0, 1).map(({ project, target }) => ({ project, target, ...sum(some) })))
      .sort((one, other) => other.savedMs - one.savedMs || (one.project < other.project ? -1 : 1)),
    days: [...byDay].map(([day, some]) => ({ day, ...sum(some) })),
  };
}

function group(runs: readonly TaskRun[], keyOf: (run: TaskRun) => string): Map<string, TaskRun[]> {
  const groups = new Map<string, TaskRun[]>();
  for (const run of runs) {
    const known = groups.get(keyOf(run));
    if (known) known.push(run);
    else groups.set(keyOf(run), [run]);
  }
  return groups;
}

function sum(runs: readonly TaskRun[]): RunSums {
  const of = (value: (run: TaskRun) => number) => runs.reduce((all, run) => all + value(run), 0);
  return {
    runs: runs.length,
    selected: of(({ selected }) => selected),
    total: of(({ total }) => total),
    durationMs: Math.round(of(({ durationMs }) => durationMs)),
    savedMs: Math.round(of(({ savedMs }) => savedMs)),
  };
}

function isoTime(ms: number): string {
  return new Date(ms).toISOString();
}
