import { count } from '@nx-testmon/core';
import { describeDuration, type TaskReport } from '@nx-testmon/engine';

/** How the tasks of a batch ended. */
export interface EndedBatch {
  /** Of the tasks that ran nx-testmon. */
  readonly reports: readonly TaskReport[];
  readonly failed: number;
  /** How many tasks did not start, because one that they depend on failed. */
  readonly skipped: number;
}

/** One line over all tasks, such as `4 of 7 test files skipped in 5 projects, about 1m 12s saved, 1 task failed`. */
export function summaryLine({ reports, failed, skipped }: EndedBatch): string {
  const sum = (value: (report: TaskReport) => number) =>
    reports.reduce((all, report) => all + value(report), 0);
  const total = count(
    sum((report) => report.total),
    'test file',
  );
  // With `verify`, those that would have been skipped.
  const left = sum((report) => (report.missed === undefined ? report.skipped : 0));
  const projects = count(new Set(reports.map(({ project }) => project)).size, 'project');
  const savedMs = sum((report) => report.savedMs);
  const missed = sum((report) => report.missed?.length ?? 0);
  return [
    `${left} of ${total} skipped in ${projects}`,
    savedMs > 0 ? `about ${describeDuration(savedMs)} saved` : 'nothing saved',
    ...(failed > 0 ? [`${count(failed, 'task')} failed`] : []),
    ...(missed > 0 ? [`${missed} missed`] : []),
    ...(skipped > 0 ? [`${count(skipped, 'task')} not started`] : []),
  ].join(', ');
}
