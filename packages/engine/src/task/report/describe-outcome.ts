import type { TaskReport } from '../task-report';

/**
 * How a task ended, with the facts that its numbers of test files do not show, such as `failed, 1 missed`.
 */
export function describeOutcome(report: TaskReport): string {
  const { outcome, audited = 0, missed = [], flaky = [], outsideFilter = 0, breaker = false } = report;
  return [
    outcome,
    ...(breaker ? ['selection off'] : []),
    ...(audited > 0 ? [`${audited} audited`] : []),
    ...(missed.length > 0 ? [`${missed.length} missed`] : []),
    ...(flaky.length > 0 ? [`${flaky.length} flaky`] : []),
    ...(outsideFilter > 0 ? [`${outsideFilter} outside the filter`] : []),
  ].join(', ');
}
