import type { RunResult } from '@nx-testmon/core';
import { childScripts, type RunnerAdapter, type RunnerRun, runWith } from '@nx-testmon/runner';
import { prepareRequest } from './prepare-request';

const adapter: RunnerAdapter = {
  title: 'node --test',
  scripts: childScripts(__dirname),
  listCommand: 'node --test',
  prepare: prepareRequest,
};

/**
 * Runs the given test files as the project's `node --test` script would: same options, reporters, output and exit
 * code. Resolves when the runner's process has ended; never rejects for what a test or the runner does.
 */
export function runNodeTest(run: RunnerRun): Promise<RunResult> {
  return runWith(adapter, run);
}
