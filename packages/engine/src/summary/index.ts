/**
 * The numbers of all tasks of an execution. Loads neither the database nor a test runner, because an Nx hook
 * uses it.
 */
export { renderSummary } from './render-summary';
export { sumOfReport } from './sum-of-report';
export { sumTasks } from './sum-tasks';
export { summaryLineOfReport, type TaskCounts } from './summary-line';
export { parseTaskOutput } from './task-output';
export type { FileCounts, TaskSum } from './task-sum';
