export { type ParsedTaskOptions, parseTaskOptions, type TaskOptions } from './options';
export type { SelectedTestFile, Selection, Task, TaskReport } from './task';
