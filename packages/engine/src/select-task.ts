import { executionOf, type Failed } from '@nx-testmon/core';
import { locateFallbacks } from './fallbacks/locate-fallbacks';
import { executedDependenciesOf } from './read-task/read-suite';
import { readTask, type TaskState } from './read-task/read-task';
import { describeSelection } from './report/describe-selection';
import { renderExplanation } from './report/render-explanation';
import { decideTestFiles } from './select-tests/decide-test-files';
import { selectTests } from './select-tests/select-tests';
import { selectionRules } from './select-tests/selection-rules';
import type { SelectedTestFile, Selection, Task, TaskIo } from './task';
import { openTaskSession, type TaskSession } from './task-session';

/** What a task would run now. Runs and writes nothing. */
export function selectTask(
  task: Task,
  io: TaskIo,
): Promise<{ readonly ok: true; readonly selection: Selection } | Failed> {
  return whileSelected(task, io, ({ selection }) => ({ ok: true, selection }) as const);
}

/**
 * Why a test file would or would not run, as text for people; no text where the task has no such test file.
 *
 * @param testFile relative to the workspace root
 */
export function explainTestFile(
  task: Task,
  testFile: string,
  io: TaskIo,
): Promise<{ readonly ok: true; readonly text: string | undefined } | Failed> {
  return whileSelected(task, io, ({ selection, state, session }) => {
    const found = [...selection.selected, ...selection.skipped].filter(
      (one) => one.testFile.path === testFile,
    );
    const texts = found.map((file) => explain(file, state, session));
    return { ok: true, text: texts.length === 0 ? undefined : texts.join('\n\n') } as const;
  });
}

function explain(
  file: SelectedTestFile,
  { suites, environment, files }: TaskState,
  { store }: TaskSession,
): string {
  const { path, suite: id } = file.testFile;
  const suite = suites.find((one) => one.suite.id === id);
  if (!suite) throw new Error(`${path} is selected in a suite that was not read: ${id}`);
  const fact = store.newestFact(file.testFile, environment);
  const execution = fact && executionOf(fact);
  const located = { ...file, fallbacks: locateFallbacks(files, file.fallbacks) };
  return renderExplanation(located, {
    reachable: suite.dependencies.of(path),
    executed: execution && executedDependenciesOf(suite, path)(execution),
  });
}

/** What a test file depends on is found when it is asked for: the store stays open until then. */
async function whileSelected<Result>(
  task: Task,
  io: TaskIo,
  use: (selected: {
    readonly selection: Selection;
    readonly state: TaskState;
    readonly session: TaskSession;
  }) => Result,
): Promise<Result | Failed> {
  const session = await openTaskSession(task, io);
  try {
    const read = await readTask(session);
    if (!read.ok) return read;
    const { state } = read;
    const decisions = decideTestFiles(state, session.store);
    const { selection, notes } = selectTests(decisions, selectionRules(session, state));
    return use({ selection: describeSelection(task, selection, notes), state, session });
  } finally {
    session.store.close();
  }
}
