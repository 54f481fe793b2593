import type { RunResult } from '@nx-testmon/core';
import { type RunnerRun, runWith } from '@nx-testmon/runner';
import { vitestAdapter } from './vitest-adapter';

/**
 * Runs the given test files as `vitest run <arguments>` would: same configuration, reporters, output and
 * exit code. Resolves when the runner's process has ended; never rejects for what a test or the runner does.
 */
export function runVitest(run: RunnerRun): Promise<RunResult> {
  return runWith(vitestAdapter, run);
}
