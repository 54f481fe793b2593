import { type RunResult, testFileKey, type TestFileResult } from '@nx-testmon/core';
import { noRunFilters } from '@nx-testmon/runner';
import { describe, expect, test } from 'vitest';
import { retryFlaky, type RunWithRetries, whyNoRetry } from './retry-flaky';

const id = (name: string) => ({ suite: 'a:', path: `${name}.test.ts` });

function result(name: string, outcome: TestFileResult['outcome'], more: Partial<TestFileResult> = {}) {
  return { testFile: id(name), outcome, durationMs: 1, endedAt: 1, complete: true, ...more };
}

function runOf(results: readonly TestFileResult[], more: Partial<RunResult> = {}): RunResult {
  const failed = results.some(({ outcome }) => outcome === 'failed');
  const started = results.map(({ testFile }) => testFile);
  return { results, started, outcome: failed ? 'failed' : 'passed', exitCode: failed ? 1 : 0, ...more };
}

/** Retries a run in which `flaky` is known to be flaky. The attempts return the given runs in order. */
async function retry(
  first: RunResult,
  runs: readonly RunResult[],
  limit = runs.length,
): Promise<RunWithRetries & { readonly asked: readonly string[] }> {
  const asked: string[] = [];
  const retried = await retryFlaky(first, {
    limit,
    known: new Set([testFileKey(id('flaky')), testFileKey(id('other'))]),
    runAgain: (files, attempt) => {
      asked.push(`${attempt}: ${files.map(({ path }) => path).join(' ')}`);
      const run = runs[attempt - 1];
      return run ? Promise.resolve(run) : Promise.reject(new Error('no more runs'));
    },
  });
  return { ...retried, asked };
}

const broken = result('broken', 'failed');
const failure = result('flaky', 'failed', { failedTests: ['adds'] });
const pass = result('flaky', 'passed', { endedAt: 9 });

describe('a flaky test file that failed', () => {
  test('is run again, and the run passes with the result of the passing attempt', async () => {
    const fine = result('fine', 'passed');
    const { run, attempts, retried, asked } = await retry(runOf([fine, failure]), [runOf([pass])]);
    expect(asked).toEqual(['1: flaky.test.ts']);
    expect(run).toMatchObject({ outcome: 'passed', exitCode: 0, results: [fine, pass] });
    expect(attempts).toHaveLength(2);
    expect(retried).toEqual([
      { testFile: id('flaky'), retries: 1, outcome: 'passed', failedTests: ['adds'] },
    ]);
  });

  test('that fails each time is run up to the limit, and the run fails', async () => {
    const again = runOf([failure]);
    const { run, retried, asked } = await retry(runOf([failure]), [again, again, again], 2);
    expect(asked).toHaveLength(2);
    expect(run).toMatchObject({ outcome: 'failed', exitCode: 1 });
    expect(retried).toMatchObject([{ retries: 2, outcome: 'failed' }]);
  });

  test('is run again alone, without those that passed', async () => {
    const other = result('other', 'failed');
    const first = runOf([failure, other]);
    const second = runOf([pass, other]);
    const { run, asked } = await retry(first, [second, runOf([result('other', 'passed')])]);
    expect(asked).toEqual(['1: flaky.test.ts other.test.ts', '2: other.test.ts']);
    expect(run.outcome).toBe('passed');
  });
});

test('a test file that is not known to be flaky is not run again, and still fails the run', async () => {
  const { run, asked } = await retry(runOf([broken, failure]), [runOf([pass])]);
  expect(asked).toEqual(['1: flaky.test.ts']);
  expect(run).toMatchObject({ outcome: 'failed', exitCode: 1, results: [broken, pass] });
  const alone = await retry(runOf([broken]), [runOf([pass])]);
  expect(alone).toMatchObject({ asked: [], retried: [], run: { outcome: 'failed' } });
  expect(alone.attempts).toHaveLength(1);
});

describe('a run with a flaky test file that passed in a later attempt still fails', () => {
  const fails = { outcome: 'failed', exitCode: 1 };

  test.each<[string, RunResult, RunResult]>([
    [
      'if a bail left out a test file',
      runOf([failure], { started: [id('flaky'), id('rest')] }),
      runOf([pass]),
    ],
    ['if what was started is not known', withoutStarted(runOf([failure])), runOf([pass])],
    [
      'if another test file was cut short',
      runOf([failure, result('cut', 'passed', { complete: false })]),
      runOf([pass]),
    ],
    [
      'if the attempt ended with an exit code',
      runOf([failure]),
      runOf([pass], { outcome: 'failed', exitCode: 1 }),
    ],
    ['if only a part of it ran', runOf([failure]), runOf([{ ...pass, complete: false }])],
    [
      'if errors happened outside of it',
      runOf([failure]),
      runOf([pass], { outcome: 'unhandled', exitCode: 1 }),
    ],
    ['if it has no result', runOf([failure]), runOf([])],
    ['if the test runner did not start', runOf([failure]), runOf([], { outcome: 'broken', exitCode: 1 })],
  ])('%s', async (_why, first, again) => {
    expect((await retry(first, [again])).run).toMatchObject(fails);
  });
});

function withoutStarted({ started: _, ...run }: RunResult): RunResult {
  return run;
}

test('a run that is interrupted while it is retried ends as interrupted', async () => {
  const { run, asked } = await retry(runOf([failure]), [
    runOf([], { outcome: 'interrupted', exitCode: 130 }),
    runOf([pass]),
  ]);
  expect(asked).toHaveLength(1);
  expect(run).toMatchObject({ outcome: 'interrupted', exitCode: 130 });
});

test('nothing is run again if coverage is measured, or if a filter applies within test files', () => {
  expect(whyNoRetry({}, noRunFilters)).toBeUndefined();
  expect(whyNoRetry({}, { ...noRunFilters, fileFilters: ['a'], shard: true, bail: true })).toBeUndefined();
  expect(whyNoRetry({ measuresCoverage: true }, noRunFilters)).toBe('coverage');
  for (const filter of ['nameFilter', 'partialTestFiles', 'update', 'inspect'])
    expect(whyNoRetry({}, { ...noRunFilters, [filter]: true })).toBe('filters');
});
