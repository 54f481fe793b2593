import type { RunResult } from '@nx-testmon/core';
import { type RunnerRun, runWith } from '@nx-testmon/runner';
import { jestAdapter } from './jest-adapter';

/**
 * Runs the given test files as `jest <arguments>` would: same configuration, reporters, output and exit
 * code. Resolves when the runner's process has ended; never rejects for what a test or the runner does.
 */
export function runJest(run: RunnerRun): Promise<RunResult> {
  return runWith(jestAdapter, run);
}
