import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { RunResult } from '@nx-testmon/core';
import { type RunnerAdapter, type RunnerRun, runWith } from '@nx-testmon/runner';
import { prepareRequest } from './prepare-request';

const adapter: RunnerAdapter = {
  title: 'node --test',
  scripts: childScripts(),
  listCommand: 'node --test',
  prepare: prepareRequest,
};

/** The compiled scripts, also where this file itself runs from its TypeScript source. */
function childScripts(): string {
  const beside = join(__dirname, 'child');
  return existsSync(join(beside, 'run.js')) ? beside : join(__dirname, '..', 'dist', 'child');
}

/**
 * Runs the given test files as the project's `node --test` script would: same options, reporters, output and exit
 * code. Resolves when the runner's process has ended; never rejects for what a test or the runner does.
 */
export function runNodeTest(run: RunnerRun): Promise<RunResult> {
  return runWith(adapter, run);
}
