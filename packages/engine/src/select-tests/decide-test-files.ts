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
  /** True where the decision took traversals, because no fact that decides has the trace of its own. */
  readonly isTraversed: boolean;
}

/** Compares the facts of all test files with the workspace as it is now. */
export function decideTestFiles(state: TaskState, store: TaskStore): DecidedTestFile[] {
  return state.suites.flatMap((suite) => decideSuite(suite, state, store));
}

function decideSuite(
  state: SuiteState,
  { environment, files }: TaskState,
  store: TaskStore,
): DecidedTestFile[] {
  const suite = state.suite.id;
  const decideByTrace = store.judging(
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
