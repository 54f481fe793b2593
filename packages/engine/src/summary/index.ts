/**
 * The numbers of all tasks of an execution. Loads neither the database nor a test runner, because an Nx hook
 * uses it.
 */
export { parseTaskOutput } from './parse-task-output';
export { renderSummary } from './render-summary';
export { sumOfReport } from './sum-of-report';
export type { FileCounts, TaskSum } from './task-sum';
