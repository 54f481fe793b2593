import type { FileCounts, TaskSum } from './task-sum';

/** The sum of the tasks of an execution. */
export interface ExecutionSum {
  readonly tasks: number;
  readonly failedTasks: number;
  readonly interruptedTasks: number;
  readonly notStartedTasks: number;
  readonly replayedTasks: number;
  /** How many projects have tasks with numbers. The following numbers are those of these tasks. */
  readonly projects: number;
  readonly total: number;
  /** 0 with `verify`. */
  readonly skipped: number;
  readonly savedMs: number;
  readonly audited: number;
  readonly missed: number;
  readonly flaky: number;
  /** Test files that depend on more than they execute and read. */
  readonly dependents: number;
  /** Names of the projects whose selection an audit has turned off. */
  readonly off: readonly string[];
}

export function sumTasks(tasks: readonly TaskSum[]): ExecutionSum {
  const counted = tasks.flatMap(({ project, files }) => (files ? [{ project, files }] : []));
  const sum = (value: (files: FileCounts) => number) =>
    counted.reduce((all, { files }) => all + value(files), 0);
  const ended = (end: TaskSum['end']) => tasks.filter((task) => task.end === end).length;
  return {
    tasks: tasks.length,
    failedTasks: ended('failed'),
    interruptedTasks: ended('stopped'),
    notStartedTasks: ended('not-started'),
    replayedTasks: ended('replayed'),
    projects: new Set(counted.map(({ project }) => project)).size,
    total: sum((files) => files.total),
    skipped: sum((files) => files.skipped),
    savedMs: sum((files) => files.savedMs),
    audited: sum((files) => files.audited),
    missed: sum((files) => files.missed),
    flaky: sum((files) => files.flaky),
    dependents: sum((files) => files.dependents),
    off: [...new Set(counted.flatMap(({ project, files }) => (files.isOff ? [project] : [])))],
  };
}
