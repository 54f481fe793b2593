import type { TaskReport } from '../task/task-report';
import type { FileCounts, TaskSum } from './task-sum';

/** The summary of one task that has just ended. A task without nx-testmon has no numbers. */
export function sumOfReport(report: TaskReport, passed: boolean): TaskSum {
  const { project, outcome } = report;
  const end = outcome === 'interrupted' ? 'stopped' : passed ? 'passed' : 'failed';
  const files = countsOfReport(report);
  return { project, end, ...(files ? { files } : {}) };
}

/** @returns `undefined` if the task ran without nx-testmon, or could not run */
export function countsOfReport(report: TaskReport): FileCounts | undefined {
  const { enabled, outcome, total, savedMs, missed, flaky = [], fallbacks = 0 } = report;
  const { audited, breaker = false } = report;
  if (enabled === false || outcome === 'broken') return undefined;
  const verifies = missed !== undefined && audited === undefined;
  const skipped = verifies ? 0 : report.skipped - (audited ?? 0);
  return {
    ...{ total, skipped, savedMs, audited: audited ?? 0, isOff: breaker },
    missed: missed?.length ?? 0,
    flaky: flaky.length,
    dependents: fallbacks,
  };
}
