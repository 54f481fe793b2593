import type { Failure } from '@nx-testmon/core';
import { describeSelection } from '../task/report/describe-selection';
import { decideTestFiles } from '../task/select-tests/decide-test-files';
import { selectTests } from '../task/select-tests/select-tests';
import { selectionRules } from '../task/select-tests/selection-rules';
import type { DescribedSelection } from '../task/described-selection';
import type { Task } from '../task/task';
import type { TaskIo } from '../task/task-io';
import { type ReadTask, type TaskReader, whileRead } from './while-read';

/**
 * Selects the test files that a task would run now. Runs no test and writes nothing.
 *
 * @param reader by default, the task is read for the selection alone
 */
export function selectTask(
  task: Task,
  io: TaskIo,
  reader?: TaskReader,
): Promise<{ readonly ok: true; readonly selection: DescribedSelection } | Failure> {
  return whileSelected(task, io, ({ selection }) => ({ ok: true, selection }) as const, reader);
}

/** A task whose test files are selected, with the state that the selection is based on. */
export interface SelectedTask extends ReadTask {
  readonly selection: DescribedSelection;
}

/** Keeps the store open while the result is used, because dependencies are only found on request. */
export function whileSelected<Result>(
  task: Task,
  io: TaskIo,
  use: (selected: SelectedTask) => Result,
  reader = whileRead,
): Promise<Result | Failure> {
  return reader(task, io, ({ state, session }) => {
    const decisions = decideTestFiles(state, session.store);
    const { selection, notes } = selectTests(decisions, selectionRules(session, state));
    return use({ selection: describeSelection(task, selection, notes), state, session });
  });
}
