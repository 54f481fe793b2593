import type { TestFileId } from '@nx-testmon/core';
import type { DecidedTestFile } from './decide-test-files';

/**
 * The order of test files in a run: those that failed when they last ran, then those that a change can affect, then the
 * rest; within each, the longest first, as all runners do, so that no worker starts a long one last. A test file of
 * unknown duration comes before those of known duration.
 */
export function orderTestFiles(
  files: readonly Pick<DecidedTestFile, 'testFile' | 'decision' | 'lastRun'>[],
): TestFileId[] {
  return files
    .map(({ testFile, decision, lastRun }) => {
      const group = lastRun?.outcome === 'failed' ? 0 : decision.kind === 'skipped' ? 2 : 1;
      return { testFile, group, durationMs: lastRun?.durationMs ?? Infinity };
    })
    .sort((one, other) => one.group - other.group || byDuration(one, other))
    .map(({ testFile }) => testFile);
}

function byDuration(one: { readonly durationMs: number }, other: { readonly durationMs: number }): number {
  if (one.durationMs === other.durationMs) return 0;
  return one.durationMs > other.durationMs ? -1 : 1;
}
