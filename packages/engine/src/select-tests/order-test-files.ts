import type { TestFileId } from '@nx-testmon/core';
import type { LastRun } from '../store/task-store';
import type { DecidedTestFile } from './decide-test-files';

/**
 * The order of test files in a run: those that failed when they last ran, then those that a change can affect, then the
 * rest; within each, the longest first, as all runners do, so that no worker starts a long one last. A test file of
 * unknown duration comes before those of known duration.
 */
export function orderTestFiles(
  files: readonly Pick<DecidedTestFile, 'testFile' | 'decision'>[],
  lastRun: (testFile: TestFileId) => LastRun | undefined,
): TestFileId[] {
  return files
    .map(({ testFile, decision }) => {
      const last = lastRun(testFile);
      const group = last?.outcome === 'failed' ? 0 : decision.kind === 'skipped' ? 2 : 1;
      return { testFile, group, durationMs: last?.durationMs ?? Infinity };
    })
    .sort((one, other) => one.group - other.group || byDuration(one, other))
    .map(({ testFile }) => testFile);
}

function byDuration(one: { readonly durationMs: number }, other: { readonly durationMs: number }): number {
  if (one.durationMs === other.durationMs) return 0;
  return one.durationMs > other.durationMs ? -1 : 1;
}
