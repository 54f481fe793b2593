import { createCurrentTrace, type Decision, type SuiteTestFile } from '@nx-testmon/core';
import { currentStateOf, keepsTrace, type SuiteState } from '../read-task/read-suite';
import type { TaskState } from '../read-task/read-task';
import type { TaskStore } from '../store/task-store';

/** A test file with the decision about it. */
export interface DecidedTestFile {
  /** Path relative to the workspace root. */
  readonly file: string;
  readonly suite: string;
  readonly decision: Decision;
  /** True if the decision needed traversals, because the deciding fact has no dependency trace. */
  readonly isTraversed: boolean;
}

/** Compares the facts of all test files with the current workspace. */
export function decideTestFiles(state: TaskState, store: TaskStore): DecidedTestFile[] {
  return state.suites.flatMap((suite) => decideSuite(suite, state, store));
}

function decideSuite(
  state: SuiteState,
  { environment, files }: TaskState,
  store: TaskStore,
): DecidedTestFile[] {
  const suite = state.suite.id;
  const decideByTrace = store.deciderByTrace(
    createCurrentTrace(state.analysis, state.roots, (path, hash) => files.formerModel(path, hash)),
  );

  function decide(one: SuiteTestFile): DecidedTestFile {
    const file = one.testFile;
    const byTrace = keepsTrace(state, one) ? decideByTrace(suite, file, environment) : undefined;
    const decision = byTrace ?? store.decide(suite, file, currentStateOf(state, file, environment));
    return { file, suite, decision, isTraversed: byTrace === undefined };
  }

  return state.testFiles.map(decide);
}
