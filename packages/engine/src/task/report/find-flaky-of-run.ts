import {
  type CodeResult,
  codeResultKey,
  findFlaky,
  type FlakyTestFile,
  type RunResult,
  testFileKey,
} from '@nx-testmon/core';
import type { RetriedTestFile } from '../run-tests/retry-flaky';

/** A flaky test file that failed in a run, or that the run has shown to be flaky. */
export interface FlakyInRun {
  /** What is known of it, this run included. */
  readonly flaky: FlakyTestFile;
  /** How it ended in this run. */
  readonly outcome: 'passed' | 'failed';
  /** Names of the tests that failed in this run, before it was run again. */
  readonly failedTests: readonly string[];
  /** How often it was run again; absent where it was not. */
  readonly retries?: number;
}

export interface FinishedFlakyRun {
  readonly run: Pick<RunResult, 'results'>;
  readonly retried: readonly RetriedTestFile[];
  /** What the run has added; empty where nothing is collected. */
  readonly codeResults: readonly CodeResult[];
  /** What is known, read only if it is needed. */
  readonly known: () => readonly CodeResult[];
}

/** The flaky test files that a run is to name, those with the most failures first. */
export function findFlakyOfRun({ run, retried, codeResults, known }: FinishedFlakyRun): FlakyInRun[] {
  const failed = run.results.filter(({ outcome }) => outcome === 'failed');
  const shown = codeResults.filter(({ outcome }) => outcome === 'passed');
  if (failed.length + retried.length + shown.length === 0) return [];
  const all = [...new Map([...codeResults, ...known()].map((one) => [codeResultKey(one), one])).values()];
  const concerned = new Set([...failed, ...retried, ...shown].map(({ testFile }) => testFileKey(testFile)));
  const failures = new Map(failed.map((one) => [testFileKey(one.testFile), one]));
  const attempts = new Map(retried.map((one) => [testFileKey(one.testFile), one]));
  return findFlaky(all)
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
