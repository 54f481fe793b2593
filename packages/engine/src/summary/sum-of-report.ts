import type { TaskReport } from '../task/task-report';
import type { TaskSum } from './task-sum';

/** The summary of one task that has just ended. A task without nx-testmon has no numbers. */
export function sumOfReport(report: TaskReport, passed: boolean): TaskSum {
  const { project, enabled, outcome, total, savedMs, missed, flaky = [], fallbacks = 0 } = report;
  const { audited, breaker = false } = report;
  const end = outcome === 'interrupted' ? 'stopped' : passed ? 'passed' : 'failed';
  if (enabled === false || outcome === 'broken') return { project, end };
  const verifies = missed !== undefined && audited === undefined;
  const skipped = verifies ? 0 : report.skipped - (audited ?? 0);
  return {
    project,
    end,
    files: {
      ...{ total, skipped, savedMs, audited: audited ?? 0, isOff: breaker },
      missed: missed?.length ?? 0,
      flaky: flaky.length,
      dependents: fallbacks,
    },
  };
}
