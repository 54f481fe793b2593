import { renderExplanation } from './report/render-explanation';
import { type PreparedTask, prepareTask } from './read-task/prepare-task';
import type { Selection, Task, TaskIo } from './task';
import { openTaskStore, storePlaces } from './store/task-store';

/** What a task would run now. Runs and writes nothing. @throws Error when the task can't be prepared */
export function selectTask(task: Task, io: TaskIo): Promise<Selection> {
  return whilePrepared(task, io, ({ selection }) => selection);
}

/**
 * Why a test file would or would not run, as text for people.
 *
 * @param testFile relative to the workspace root
 * @returns `undefined` when the task has no such test file
 * @throws Error when the task can't be prepared
 */
export function explainTestFile(task: Task, testFile: string, io: TaskIo): Promise<string | undefined> {
  return whilePrepared(task, io, ({ testFiles }) => {
    const found = testFiles.filter(({ file }) => file === testFile);
    return found.length === 0
      ? undefined
      : found.map((file) => renderExplanation(file, file.dependencies())).join('\n\n');
  });
}

/** What a test file depends on may be found when it is asked for: the store stays open until then. */
async function whilePrepared<Result>(
  task: Task,
  io: TaskIo,
  ask: (prepared: PreparedTask) => Result,
): Promise<Result> {
  const store = await openTaskStore(storePlaces(task.workspace.root, io.env));
  try {
    const preparation = await prepareTask(task, store, io);
    if (!preparation.ok) throw new Error(`${task.project}: ${preparation.problem}`);
    return ask(preparation.task);
  } finally {
    store.close();
  }
}
