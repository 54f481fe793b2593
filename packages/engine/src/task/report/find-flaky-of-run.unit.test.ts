import type { CodeResult, EnvironmentKey, TestFileResult } from '@nx-testmon/core';
import { expect, test } from 'vitest';
import { findFlakyOfRun, type FinishedFlakyRun, mayConcernFlaky } from './find-flaky-of-run';

const idOf = (name: string) => ({ suite: 'a:', path: `${name}.test.ts` });

function codeResult(name: string, outcome: CodeResult['outcome'], endedAt: number): CodeResult {
  return { testFile: idOf(name), environment: 'default@1' as EnvironmentKey, code: 'c', outcome, endedAt };
}

function result(name: string, outcome: TestFileResult['outcome'], failedTests?: string[]): TestFileResult {
  const testFile = idOf(name);
  return {
    testFile,
    outcome,
    durationMs: 1,
    endedAt: 1,
    complete: true,
    ...(failedTests && { failedTests }),
  };
}

const known = ['a', 'b'].flatMap((name) => [codeResult(name, 'failed', 1), codeResult(name, 'passed', 2)]);

function find(finished: Partial<FinishedFlakyRun>) {
  return findFlakyOfRun({
    ...{ run: { results: [] }, retried: [], codeResults: [], codeResultsBefore: known },
    ...finished,
  }).map(({ flaky, ...inRun }) => ({ path: flaky.testFile.path, failures: flaky.failures, ...inRun }));
}

test('a known flaky test file is named if it failed in the run, and not if it passed', () => {
  expect(find({ run: { results: [result('a', 'failed', ['adds']), result('b', 'passed')] } })).toEqual([
    { path: 'a.test.ts', failures: 1, outcome: 'failed', failedTests: ['adds'] },
  ]);
});

test('a test file that the run showed to be flaky is named, even if it passed', () => {
  const codeResults = [codeResult('c', 'failed', 5), codeResult('c', 'passed', 9)];
  expect(find({ codeResults, run: { results: [result('c', 'passed')] } })).toEqual([
    { path: 'c.test.ts', failures: 1, outcome: 'passed', failedTests: [] },
  ]);
});

test('a test file that was run again is named with the tests that failed first', () => {
  const retried = [{ testFile: idOf('b'), retries: 2, outcome: 'passed', failedTests: ['loads'] } as const];
  expect(find({ retried, run: { results: [result('b', 'passed')] } })).toEqual([
    { path: 'b.test.ts', failures: 1, outcome: 'passed', failedTests: ['loads'], retries: 2 },
  ]);
});

test('a failure that is not known to be flaky is not named', () => {
  const codeResults = [codeResult('c', 'failed', 5)];
  expect(find({ codeResults, run: { results: [result('c', 'failed')] } })).toEqual([]);
});

test('a run in which everything passed needs no earlier results and names nothing', () => {
  const run = { results: [result('a', 'passed')] };
  expect(mayConcernFlaky({ run, retried: [], codeResults: [] })).toBe(false);
  expect(find({ run })).toEqual([]);
});

test('a failure, a test file that was run again and a contradicting pass need earlier results', () => {
  const nothing = { run: { results: [result('a', 'passed')] }, retried: [], codeResults: [] };
  const retried = [{ testFile: idOf('b'), retries: 2, outcome: 'passed', failedTests: ['loads'] } as const];
  expect(mayConcernFlaky({ ...nothing, run: { results: [result('a', 'failed')] } })).toBe(true);
  expect(mayConcernFlaky({ ...nothing, retried })).toBe(true);
  expect(mayConcernFlaky({ ...nothing, codeResults: [codeResult('a', 'passed', 9)] })).toBe(true);
});
