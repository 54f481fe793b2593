import {
  type RunResult,
  type TestFileId,
  type TestFileKey,
  testFileKey,
  type TestFileResult,
} from '@nx-testmon/core';
import type { RunFilters } from '@nx-testmon/runner';
import type { NoRetryReason } from '../progress';

/** A failed test file that is known to be flaky and was run again. */
export interface RetriedTestFile {
  readonly testFile: TestFileId;
  /** How many times it was run again. */
  readonly retries: number;
  /** Its final outcome. */
  readonly outcome: TestFileResult['outcome'];
  /** Names of the tests that failed before it was run again. */
  readonly failedTests: readonly string[];
}

/** A run, and the attempts after it. */
export interface RunWithRetries {
  /** The run that counts, with the result of the passing attempt. */
  readonly run: RunResult;
  /** The run itself, then the attempts after it. */
  readonly attempts: readonly [RunResult, ...RunResult[]];
  readonly retried: readonly RetriedTestFile[];
}

export interface Retries {
  /** The maximum number of times that a test file is run again. */
  readonly limit: number;
  /** Test files that are known to be flaky. */
  readonly known: ReadonlySet<TestFileKey>;
  /** Runs test files again. */
  readonly runAgain: (testFiles: readonly TestFileId[], attempt: number) => Promise<RunResult>;
}

/** The result of a run without attempts after it. */
export function withoutRetries(run: RunResult): RunWithRetries {
  return { run, attempts: [run], retried: [] };
}

/**
 * Why a run has no attempts after it. Running a few test files would overwrite the coverage report of all of
 * them. If a filter or a debugger changes the run, the user is looking at it.
 */
export function whyNoRetry(
  { measuresCoverage }: Pick<RunResult, 'measuresCoverage'>,
  { nameFilter, partialTestFiles, update, inspect }: RunFilters,
): NoRetryReason | undefined {
  if (measuresCoverage === true) return 'coverage';
  return nameFilter || partialTestFiles || update || inspect ? 'filters' : undefined;
}

/** Runs failed test files that are known to be flaky again, until they pass or the limit is reached. */
export async function retryFlaky(
  first: RunResult,
  { limit, known, runAgain }: Retries,
): Promise<RunWithRetries> {
  const later: RunResult[] = [];
  const retries = new Map<TestFileKey, number>();
  const passed = new Map<TestFileKey, TestFileResult>();
  const failed = first.results.filter(({ outcome }) => outcome === 'failed');
  let waiting = failed.map(({ testFile }) => testFile).filter((file) => known.has(testFileKey(file)));
  const retried = waiting;
  while (waiting.length > 0 && later.length < limit) {
    const again = await runAgain(waiting, later.length + 1);
    later.push(again);
    for (const file of waiting) retries.set(testFileKey(file), later.length);
    // Passes are not trusted if there were errors outside of the test files.
    if (again.outcome !== 'passed' && again.outcome !== 'failed') break;
    for (const result of again.results)
      if (result.outcome === 'passed' && result.complete) passed.set(testFileKey(result.testFile), result);
    waiting = waiting.filter((file) => !passed.has(testFileKey(file)));
  }
  return {
    run: later.length === 0 ? first : joinAttempts(first, later, passed),
    attempts: [first, ...later],
    retried: retried.flatMap((testFile) => {
      const key = testFileKey(testFile);
      const times = retries.get(key);
      if (times === undefined) return [];
      const { failedTests = [] } = failed.find((one) => testFileKey(one.testFile) === key) ?? {};
      return [{ testFile, retries: times, outcome: passed.has(key) ? 'passed' : 'failed', failedTests }];
    }),
  };
}

/**
 * The run passes if every failed test file has eventually passed and nothing else can have failed it: all
 * started test files have ended, none was cut short, and the last attempt passed as a whole.
 */
function joinAttempts(
  first: RunResult,
  later: readonly RunResult[],
  passed: ReadonlyMap<TestFileKey, TestFileResult>,
): RunResult {
  const last = later.at(-1) ?? first;
  const results = first.results.map((one) =>
    one.outcome === 'failed' ? (passed.get(testFileKey(one.testFile)) ?? one) : one,
  );
  if (last.outcome === 'interrupted')
    return { ...first, results, outcome: last.outcome, exitCode: last.exitCode };
  const isPassed =
    first.outcome === 'failed' &&
    results.every(({ outcome, complete }) => outcome === 'passed' && complete) &&
    hasAllResults(first) &&
    last.outcome === 'passed' &&
    last.exitCode === 0;
  return isPassed ? { ...first, results, outcome: 'passed', exitCode: 0 } : { ...first, results };
}

function hasAllResults({ started, results }: RunResult): boolean {
  const ended = new Set(results.map(({ testFile }) => testFileKey(testFile)));
  return started?.every((file) => ended.has(testFileKey(file))) === true;
}
