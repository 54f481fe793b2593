import { openTaskStore, type StorePaths, storePaths, type TaskStore } from '../store/task-store';
import type { Task } from './task';
import type { TaskIo } from './task-io';

/** The context of every stage of a task. */
export interface TaskSession {
  readonly task: Task;
  readonly paths: StorePaths;
  /** The store before the run is recorded. Its database is a snapshot; each other file is read once. */
  readonly store: TaskStore;
  readonly io: TaskIo;
}

/** Opens the store for reading; its owner closes it. */
export async function openTaskSession(task: Task, io: TaskIo): Promise<TaskSession> {
  const paths = storePaths(task.workspace.root, io.env);
  const store = await openTaskStore(paths, io.clock(), task.project);
  return { task, paths, store, io };
}
