import { openTaskStore, type StorePaths, storePaths, type TaskStore } from '../store/task-store';
import type { Task, TaskIo } from './task';

/** The context of every stage of a task. */
export interface TaskSession {
  readonly task: Task;
  readonly paths: StorePaths;
  /** The store before the run is recorded. Its database is a snapshot; each other file is read once. */
  readonly store: TaskStore;
  readonly io: Omit<TaskIo, 'now'>;
  /** In ms since 1970. */
  readonly clock: () => number;
}

/** Opens the store for reading; its owner closes it. */
export async function openTaskSession(task: Task, io: TaskIo): Promise<TaskSession> {
  const paths = storePaths(task.workspace.root, io.env);
  const store = await openTaskStore(paths, io.now(), task.project);
  return { task, paths, store, io, clock: io.now };
}
