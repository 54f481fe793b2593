import {
  createCurrentTrace,
  type Decision,
  type Fallback,
  type Problem,
  selectTestFile,
  type SuiteTestFile,
  type TestFileId,
} from '@nx-testmon/core';
import { findFallbacks } from './find-fallbacks';
import { locateFallbacks } from './locate-fallbacks';
import { currentStateOf, keepsTrace, type SuiteState } from '../read-task/read-suite';
import type { TaskState } from '../read-task/read-task';
import type { LastRun, TaskStore } from '../../store/task-store';
import { decideByTraces } from './decide-by-traces';
import { withReadProblems } from './read-problems';

/** A test file, and the decision about it. */
export interface DecidedTestFile {
  readonly testFile: TestFileId;
  readonly decision: Decision;
  /** True if the decision needed traversals, because the deciding fact has no dependency trace. */
  readonly isTraversed: boolean;
  /** Why it depends on more than it executed and read when it last ran. */
  readonly fallbacks: readonly Fallback[];
  /** How it ended when it last ran, in any environment. */
  readonly lastRun: LastRun | undefined;
  /** What it can reach, packed; only known of a test file that was seeded and has not run. */
  readonly seededBlocks?: Uint8Array;
}

/** The decisions about all test files of a task. */
export interface TaskDecisions {
  readonly testFiles: readonly DecidedTestFile[];
  /** Parts of the store and the workspace that could not be read for the decisions. */
  readonly problems: readonly Problem[];
}

/** Compares the facts of all test files with the current workspace. Reads only what this needs. */
export function decideTestFiles(state: TaskState, store: TaskStore): TaskDecisions {
  const decided = withReadProblems(state, store, () =>
    state.suites.flatMap((suite) => decideSuite(suite, state, store)),
  );
  return { testFiles: decided.result, problems: decided.problems };
}

function decideSuite(
  state: SuiteState,
  { environment, files }: TaskState,
  store: TaskStore,
): DecidedTestFile[] {
  const decideByTrace = decideByTraces(
    store,
    createCurrentTrace(state.analysis, state.roots, (path, hash) => files.formerModel(path, hash)),
  );

  function decide(one: SuiteTestFile): DecidedTestFile {
    const testFile: TestFileId = { suite: state.suite.id, path: one.testFile };
    const byTrace = keepsTrace(state, one) ? decideByTrace(testFile, environment) : undefined;
    const decision =
      byTrace?.decision ??
      selectTestFile(store.eachFact(testFile), currentStateOf(state, testFile.path, environment));
    const isTraversed = byTrace === undefined;
    // A fact with a dependency trace depends on nothing else, unless the trace contains whole projects.
    const mayDependOnMore = isTraversed || byTrace.hasWholeProject;
    const fact = mayDependOnMore ? store.newestFact(testFile, environment) : undefined;
    const found = fact ? findFallbacks(state, one, fact, { isTraversed }) : [];
    const fallbacks = decision.kind === 'changed' ? locateFallbacks(files, found) : found;
    const lastRun = store.lastRun(testFile);
    const seededBlocks = lastRun === undefined ? store.seededBlocks(testFile) : undefined;
    const known = { testFile, decision, isTraversed, fallbacks, lastRun };
    return seededBlocks === undefined ? known : { ...known, seededBlocks };
  }

  return state.testFiles.map(decide);
}
