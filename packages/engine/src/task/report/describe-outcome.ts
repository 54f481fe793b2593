import type { TaskReport } from '../task';

/** How a task ended, with what its numbers of test files leave out, such as `failed, 1 missed`. */
export function describeOutcome({ outcome, missed = [], outsideFilter = 0 }: TaskReport): string {
  return [
    outcome,
    ...(missed.length > 0 ? [`${missed.length} missed`] : []),
    ...(outsideFilter > 0 ? [`${outsideFilter} outside the filter`] : []),
  ].join(', ');
}
