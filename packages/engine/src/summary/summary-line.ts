import { printable } from '@nx-testmon/core';
import type { TaskReport } from '../task/task-report';
import { countsOfReport } from './sum-of-report';
import type { FileCounts } from './task-sum';

/** What identifies a task among those of one command. */
export interface TaskName {
  readonly project: string;
  readonly target: string;
}

/** The numbers that a summary line contains. */
export interface TaskCounts extends FileCounts {
  /** How long the task took, in ms. */
  readonly durationMs: number;
}

/**
 * Changes with every change of the line: another name, order or meaning of a number. Nx replays output of earlier
 * versions.
 */
const version = 'v1';

/** In the order of the line. */
const names = [
  'total',
  'skipped',
  'savedMs',
  'durationMs',
  'audited',
  'missed',
  'flaky',
  'dependents',
  'off',
] as const;

const pattern = new RegExp(`^${names.map((name) => `(?: ${name}=(?<${name}>\\d+))?`).join('')}$`);

/** The start of the line names the task, so the line of another task is not taken for it. */
function startOf({ project, target }: TaskName): string {
  return `summary ${version} ${printable(project)}:${printable(target)}`;
}

/**
 * The numbers of a task in one line for programs, such as `summary v1 cart:testmon total=412 skipped=409`. A number
 * that is 0 is left out. {@link parseSummaryLine} reads the line.
 */
export function formatSummaryLine(task: TaskName, { isOff, ...numbers }: TaskCounts): string {
  const values = { ...numbers, off: Number(isOff) };
  const shown = names.flatMap((name) => {
    const value = Math.round(values[name]);
    // A clock that is set back makes a duration negative.
    return value > 0 ? [` ${name}=${value}`] : [];
  });
  return `${startOf(task)}${shown.join('')}`;
}

/** Reads what {@link formatSummaryLine} has written of a task. @returns `undefined` if it is another line */
export function parseSummaryLine(line: string, task: TaskName): TaskCounts | undefined {
  const start = startOf(task);
  const groups = line.startsWith(start) ? pattern.exec(line.slice(start.length))?.groups : undefined;
  if (groups === undefined) return undefined;
  const read = (name: (typeof names)[number]) => Number(groups[name] ?? 0);
  return {
    total: read('total'),
    skipped: read('skipped'),
    savedMs: read('savedMs'),
    durationMs: read('durationMs'),
    audited: read('audited'),
    missed: read('missed'),
    flaky: read('flaky'),
    dependents: read('dependents'),
    isOff: read('off') > 0,
  };
}

/** The summary line of a task that has ended. @returns `undefined` if it has no numbers */
export function summaryLineOfReport(report: TaskReport): string | undefined {
  const counts = countsOfReport(report);
  return counts && formatSummaryLine(report, { ...counts, durationMs: report.durationMs });
}
