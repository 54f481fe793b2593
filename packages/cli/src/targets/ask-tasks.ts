import type { Failed, Workspace } from '@nx-testmon/core';
import type { Task, TaskIo } from '@nx-testmon/engine';
import type { CommandIo } from '../command-io';
import { createReadOnlyTask, type RefusedTask, taskName } from './create-task';
import type { TestmonTarget } from './find-targets';

/** The answers of tasks, and the tasks that failed. */
export interface TaskAnswers<Answer> {
  readonly answers: readonly Answer[];
  readonly refused: readonly RefusedTask[];
}

/** Asks the tasks of several targets something, one after another. Runs no test and writes nothing. */
export async function askTasks<Answer extends { readonly ok: true }>(
  targets: readonly TestmonTarget[],
  workspace: Workspace,
  io: CommandIo,
  ask: (task: Task, io: TaskIo) => Promise<Answer | Failed>,
): Promise<TaskAnswers<Answer>> {
  const answers: Answer[] = [];
  const refused: RefusedTask[] = [];
  for (const target of targets) {
    const created = createReadOnlyTask(target, workspace, { ...io, write: io.printError });
    if (!created.ok) {
      refused.push(created);
      continue;
    }
    const answer = await ask(created.task, created.io);
    if (answer.ok) answers.push(answer);
    else refused.push({ name: taskName(created.task), problems: [answer.problem] });
  }
  return { answers, refused };
}
