import { findForeignVariables } from '../options/known-variables';
import type { TaskState } from '../read-task/read-task';
import type { TaskSession } from '../task-session';
import { applyDecisions, type TestSelection } from './apply-decisions';
import { decideTestFiles } from './decide-test-files';
import { findFileFilter, findFullRunReason } from './full-run-reason';
import { findSelectionNotes, type SelectionNote } from './selection-notes';

/** Compares the facts of a task's test files with the workspace, and selects those that run. */
export function selectTests(
  { task, store, io }: TaskSession,
  state: TaskState,
): { readonly selection: TestSelection; readonly notes: readonly SelectionNote[] } {
  const selection = applyDecisions({
    testFiles: decideTestFiles(state, store),
    fullRunReason: findFullRunReason(task.options, state.runFilters),
    fileFilter: findFileFilter(state.runFilters),
    lastRun: (...testFile) => store.lastRun(...testFile),
  });
  const foreignVariables = findForeignVariables(io.env);
  return { selection, notes: findSelectionNotes(state, selection, store, foreignVariables) };
}
