import type { Failure } from '@nx-testmon/core';
import { readTask, type TaskState } from '../task/read-task/read-task';
import type { Task } from '../task/task';
import type { TaskIo } from '../task/task-io';
import { openTaskSession, type TaskSession } from '../task/task-session';

/** A task in the current workspace, with its open store. */
export interface ReadTask {
  readonly state: TaskState;
  readonly session: TaskSession;
}

/** Reads a task, and keeps its store open at least while the task is used. */
export type TaskReader = <Result>(
  task: Task,
  io: TaskIo,
  use: (read: ReadTask) => Result,
) => Promise<Result | Failure>;

/** Reads a task, and closes its store after use. Runs no test and writes nothing. */
export const whileRead: TaskReader = async (task, io, use) => {
  const session = await openTaskSession(task, io);
  try {
    const read = await readTask(session);
    return read.ok ? use({ state: read.state, session }) : read;
  } finally {
    session.store.close();
  }
};
