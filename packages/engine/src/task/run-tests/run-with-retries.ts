import { findFlaky, type RunResult, testFileKey } from '@nx-testmon/core';
import { printProgress } from '../progress';
import type { TaskSession } from '../task-session';
import { retryFlaky, type RunWithRetries, whyNoRetry, withoutRetries } from './retry-flaky';
import { runAgain, runTests, type TestRun } from './run-tests';

/**
 * Runs the selected test files. With the option `retryFlaky`, failed test files that are known to be flaky
 * are then run again.
 */
export async function runWithRetries(session: TaskSession, testRun: TestRun): Promise<RunWithRetries> {
  const run = await runTests(session, testRun);
  const { retryFlaky: limit, verify } = session.task.options;
  // With `verify`, failures are compared unchanged.
  if (limit === 0 || verify || run.outcome !== 'failed') return withoutRetries(run);
  return retryFailures(session, testRun, run);
}

async function retryFailures(
  session: TaskSession,
  testRun: TestRun,
  run: RunResult,
): Promise<RunWithRetries> {
  const { retryFlaky: limit } = session.task.options;
  const known = new Set(findFlaky(session.store.codeResults()).map(({ testFile }) => testFileKey(testFile)));
  const testFiles = run.results.filter(
    ({ outcome, testFile }) => outcome === 'failed' && known.has(testFileKey(testFile)),
  ).length;
  if (testFiles === 0) return withoutRetries(run);
  const reason = whyNoRetry(run, testRun.state.runFilters);
  if (reason !== undefined) {
    printProgress(session.io, { kind: 'no-retry', testFiles, reason });
    return withoutRetries(run);
  }
  return retryFlaky(run, {
    limit,
    known,
    runAgain: (files, attempt) => {
      printProgress(session.io, { kind: 'retry', testFiles: files.length, attempt, limit });
      return runAgain(session, testRun, files);
    },
  });
}
