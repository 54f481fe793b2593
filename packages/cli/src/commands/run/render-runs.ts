import { count, formatMessageLine, printable, type Problem } from '@nx-testmon/core';
import { describeDuration, describeOutcome, type TaskReport } from '@nx-testmon/engine';
import { renderSummary, sumOfReport, type TaskSum } from '@nx-testmon/engine/summary';
import type { Colors } from 'picocolors/types';
import { renderTable } from '../../output/plain-table';

/** A finished task; without a report, it failed with an internal error. */
export interface FinishedTask {
  readonly project: string;
  readonly target: string;
  readonly exitCode: number;
  readonly report?: TaskReport;
  /** Why nothing could run. */
  readonly problem?: Problem;
}

/**
 * Combines exit codes: 2 overrides 1, and 1 overrides 0. If a signal stopped a test runner, its code counts.
 */
export function sumExitCodes(tasks: readonly FinishedTask[]): number {
  const stopped = tasks.find(({ report }) => report?.outcome === 'interrupted');
  if (stopped) return stopped.exitCode;
  return Math.max(0, ...tasks.map(({ exitCode }) => (exitCode === 0 ? 0 : exitCode === 2 ? 2 : 1)));
}

/**
 * Renders a table with one row for each task and their sum. For several tasks, the summary follows below it.
 *
 * @param left how many tasks did not start
 */
export function renderRuns(tasks: readonly FinishedTask[], left: number, colors: Colors): string {
  const table = renderTable({
    head: ['project', 'target', 'outcome', 'selected', 'saved', 'time'],
    align: ['left', 'left', 'left', 'right', 'right', 'right'],
    rows: [...tasks.map((task) => row(task, colors)), ...(tasks.length > 1 ? [sumRow(tasks)] : [])],
  });
  const closing = closingText(tasks, left);
  return `\n${[table, ...(closing === undefined ? [] : ['', closing])].join('\n')}`;
}

/**
 * The part of the summary that concerns each task.
 *
 * @param left how many tasks did not start
 */
export function sumsOf(tasks: readonly FinishedTask[], left: number): TaskSum[] {
  const notStarted = Array.from({ length: left }, (): TaskSum => ({ project: '', end: 'not-started' }));
  const sums = tasks.map(({ project, exitCode, report }): TaskSum =>
    report ? sumOfReport(report, exitCode === 0) : { project, end: 'failed' },
  );
  return [...sums, ...notStarted];
}

/** The summary in the form in which the Nx hook prints it; nothing for a single task. */
function closingText(tasks: readonly FinishedTask[], left: number): string | undefined {
  if (tasks.length + left < 2) return undefined;
  const summary = renderSummary(sumsOf(tasks, left));
  if (summary !== undefined) return formatMessageLine(summary);
  return left > 0 ? `${count(left, 'task')} not started` : undefined;
}

function row({ project, target, exitCode, report }: FinishedTask, colors: Colors): string[] {
  const paint = exitCode === 0 ? colors.green : colors.red;
  const names = [printable(project), printable(target)];
  if (!report) return [...names, paint('broken'), '', '', ''];
  return [
    ...names,
    paint(describeOutcome(report)),
    report.enabled === false ? 'off' : `${report.selected.length} of ${report.total}`,
    report.savedMs > 0 ? describeDuration(report.savedMs) : '',
    describeDuration(report.durationMs),
  ];
}

function sumRow(tasks: readonly FinishedTask[]): string[] {
  const sum = (value: (report: TaskReport) => number) =>
    tasks.reduce((all, { report }) => all + (report ? value(report) : 0), 0);
  const saved = sum(({ savedMs }) => savedMs);
  return [
    'all',
    '',
    '',
    `${sum(({ selected }) => selected.length)} of ${sum(({ total }) => total)}`,
    saved > 0 ? describeDuration(saved) : '',
    describeDuration(sum(({ durationMs }) => durationMs)),
  ];
}
