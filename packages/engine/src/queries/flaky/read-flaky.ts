import { findFlaky, type FlakyTestFile, parseSuiteId, renderProblem } from '@nx-testmon/core';
import { readResults, refuseStore } from '@nx-testmon/store';
import type { StorePaths } from '../../store/task-store';

/** A flaky test file with its project. */
export interface FlakyOfProject extends FlakyTestFile {
  readonly project: string;
}

export interface KnownFlaky {
  /** Those with the most failures first. */
  readonly testFiles: readonly FlakyOfProject[];
  /** Why the list may be incomplete. */
  readonly notes: readonly string[];
}

/**
 * Reads the flaky test files that the store knows. Runs no test and writes nothing.
 *
 * @param now in ms since 1970
 * @param projects all by default
 */
export function readFlaky(paths: StorePaths, now: number, projects?: readonly string[]): KnownFlaky {
  const refusal = refuseStore(paths);
  if (refusal) return { testFiles: [], notes: [renderProblem(refusal)] };
  const testFiles = findFlaky(readResults(paths.results, now))
    .map((one) => ({ ...one, project: parseSuiteId(one.testFile.suite)?.project ?? one.testFile.suite }))
    .filter(({ project }) => projects?.includes(project) ?? true);
  return { testFiles, notes: [] };
}
