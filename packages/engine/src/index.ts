export { type ParsedTaskOptions, parseTaskOptions, type TaskOptions } from './options';
export type { TaskIo } from './prepare-task';
export { runTask } from './run-task';
export { explainTestFile, selectTask } from './select-task';
export { describeDuration } from './reason';
export { chooseRunner, type Runner, runners } from './runners';
export type { DoneTask, SelectedTestFile, Selection, Task, TaskReport } from './task';
export { collectStoreGarbage, exportStore, type Maintained, mergeIntoStore } from './maintain-store';
export { storePlaces } from './task-store';
