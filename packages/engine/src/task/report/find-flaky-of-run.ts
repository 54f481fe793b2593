import {
  type CodeResult,
  codeResultKey,
  findFlaky,
  type FlakyTestFile,
  type RunResult,
  testFileKey,
} from '@nx-testmon/core';
import type { RetriedTestFile } from '../run-tests/retry-flaky';

/** A flaky test file that failed in a run, or that the run showed to be flaky. */
export interface FlakyInRun {
  /** Everything known about it, including this run. */
  readonly flaky: FlakyTestFile;
  /** How it ended in this run. */
  readonly outcome: 'passed' | 'failed';
  /** Names of the tests that failed in this run, before it was run again. */
  readonly failedTests: readonly string[];
  /** How many times it was run again; absent if it was not. */
  readonly retries?: number;
}

/** What a run shows about flaky test files. */
export interface FlakyEvidence {
  readonly run: Pick<RunResult, 'results'>;
  readonly retried: readonly RetriedTestFile[];
  /** The code results of the run; empty if nothing is collected. */
  readonly codeResults: readonly CodeResult[];
}

export interface FinishedFlakyRun extends FlakyEvidence {
  /** The code results that were stored before the run was recorded. */
  readonly codeResultsBefore: readonly CodeResult[];
}

/** Whether a run may concern flaky test files. Otherwise earlier code results are not read. */
export function mayConcernFlaky({ run, retried, codeResults }: FlakyEvidence): boolean {
  return (
    run.results.some(({ outcome }) => outcome === 'failed') ||
    retried.length > 0 ||
    codeResults.some(({ outcome }) => outcome === 'passed')
  );
}

/** The flaky test files to name after a run. Those with the most failures come first. */
export function findFlakyOfRun(finished: FinishedFlakyRun): FlakyInRun[] {
  if (!mayConcernFlaky(finished)) return [];
  const { run, retried, codeResults, codeResultsBefore } = finished;
  const failed = run.results.filter(({ outcome }) => outcome === 'failed');
  const shown = codeResults.filter(({ outcome }) => outcome === 'passed');
  // Both lists contain a failure that contradicts a new pass.
  const all = new Map([...codeResults, ...codeResultsBefore].map((one) => [codeResultKey(one), one]));
  const concerned = new Set([...failed, ...retried, ...shown].map(({ testFile }) => testFileKey(testFile)));
  const failures = new Map(failed.map((one) => [testFileKey(one.testFile), one]));
  const attempts = new Map(retried.map((one) => [testFileKey(one.testFile), one]));
  return findFlaky([...all.values()])
    .filter(({ testFile }) => concerned.has(testFileKey(testFile)))
    .map((flaky) => {
      const key = testFileKey(flaky.testFile);
      const attempt = attempts.get(key);
      const failure = failures.get(key);
      return {
        flaky,
        outcome: failure ? 'failed' : 'passed',
        failedTests: attempt?.failedTests ?? failure?.failedTests ?? [],
        ...(attempt ? { retries: attempt.retries } : {}),
      };
    });
}
