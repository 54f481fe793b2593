import { type TestDependencies, type TestFileKey, testFileKey } from '@nx-testmon/core';
import type { TaskState } from '../read-task/read-task';

/** What test files could reach at one moment, by {@link testFileKey}. */
export type Reachable = ReadonlyMap<TestFileKey, TestDependencies>;

/**
 * What test files can reach now. Captured before a run, because a result is compared with what the test file
 * could reach when it ran; a test file that is not captured gives no fact.
 */
export function captureReachable(
  { suites }: TaskState,
  testFiles: readonly { readonly suite: string; readonly file: string }[],
): Reachable {
  const bySuite = new Map(suites.map((state) => [state.suite.id, state]));
  return new Map(
    testFiles.flatMap(({ suite, file }) => {
      const state = bySuite.get(suite);
      return state ? [[testFileKey({ suite, path: file }), state.dependencies.of(file)]] : [];
    }),
  );
}
