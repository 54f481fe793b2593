import { type TestDependencies, type TestFileId, type TestFileKey, testFileKey } from '@nx-testmon/core';
import type { TaskState } from '../read-task/read-task';

/** The dependencies that test files could reach at one moment, by {@link testFileKey}. */
export type Reachable = ReadonlyMap<TestFileKey, TestDependencies>;

/**
 * Finds the dependencies that test files can currently reach. They are captured before a run, because results
 * are compared with them. A test file that is not captured produces no fact.
 */
export function captureReachable({ suites }: TaskState, testFiles: readonly TestFileId[]): Reachable {
  const bySuite = new Map(suites.map((state) => [state.suite.id, state]));
  return new Map(
    testFiles.flatMap((testFile) => {
      const state = bySuite.get(testFile.suite);
      return state ? [[testFileKey(testFile), state.dependencies.of(testFile.path)]] : [];
    }),
  );
}
