import type { Failure, Workspace } from '@nx-testmon/core';
import type { Task, TaskIo } from '@nx-testmon/engine';
import type { CommandIo } from '../command-io';
import { createReadOnlyTask, type RefusedTask, taskName } from './create-task';
import type { TestmonTarget } from './find-targets';

/** The results of a query in each task, and the tasks that could not be read. */
export interface QueryResults<Result> {
  readonly results: readonly Result[];
  readonly refused: readonly RefusedTask[];
}

/** Queries the tasks of several targets, one after another. Runs no test and writes nothing. */
export async function queryTasks<Result extends { readonly ok: true }>(
  targets: readonly TestmonTarget[],
  workspace: Workspace,
  io: CommandIo,
  query: (task: Task, io: TaskIo) => Promise<Result | Failure>,
): Promise<QueryResults<Result>> {
  const results: Result[] = [];
  const refused: RefusedTask[] = [];
  for (const target of targets) {
    const created = createReadOnlyTask(target, workspace, { ...io, write: io.printError });
    if (!created.ok) {
      refused.push(created);
      continue;
    }
    const result = await query(created.task, created.io);
    if (result.ok) results.push(result);
    else refused.push({ name: taskName(created.task), problems: [result.problem] });
  }
  return { results, refused };
}
