import type { FlakyTestFile } from '@nx-testmon/core';
import { describe, expect, test } from 'vitest';
import type { FlakyInRun } from './find-flaky-of-run';
import { flakyLines, toFlakyInReport } from './flaky';

const time = Date.UTC(2026, 10, 28, 9);

const known: FlakyTestFile = {
  testFile: { suite: 'a:', path: 'a.test.ts' },
  ...{ environments: ['default'], failures: 3, passes: 1, codes: 2 },
  ...{ firstFailedAt: time, lastFailedAt: time + 1000 },
  firstDifference: { outcome: 'failed', endedAt: time, formerAt: time - 86_400_000 },
  failedTests: [],
};

const lineOf = (flaky: Partial<FlakyInRun>) =>
  flakyLines([{ flaky: known, outcome: 'failed', failedTests: [], ...flaky }])[1];
const history = '3 failures and 1 pass with the same code since 2026-11-27';

describe('a flaky test file of a run', () => {
  test.each<[Partial<FlakyInRun>, string]>([
    [{}, 'failed'],
    [{ failedTests: ['adds "two"'] }, String.raw`failed ("adds \"two\"")`],
    [{ failedTests: ['a', 'b', 'c', 'd', 'e'] }, 'failed ("a", "b", "c", 2 more)'],
    [{ outcome: 'passed' }, 'passed'],
    [
      { outcome: 'passed', failedTests: ['a'], retries: 1 },
      'failed ("a"), then passed when it was run again',
    ],
    [{ retries: 2 }, 'failed, also when it was run again 2 times'],
  ])('%j is described as %s', (flaky, text) => {
    expect(lineOf(flaky)).toBe(`  a.test.ts ${text}; ${history}`);
  });

  test('is counted, and the first ones are listed', () => {
    for (const number of [1, 2, 12]) {
      const lines = flakyLines(
        Array.from({ length: number }, () => ({ flaky: known, outcome: 'failed', failedTests: [] }) as const),
      );
      expect(lines).toHaveLength(number > 10 ? 12 : number + 1);
      expect(lines[0]).toMatch(new RegExp(`^flaky: ${number} test files? of this run passed and failed `));
    }
    expect(flakyLines([])).toEqual([]);
  });

  test('is reported with its outcomes in the run and before', () => {
    expect(toFlakyInReport({ flaky: known, outcome: 'passed', failedTests: ['a'], retries: 1 })).toEqual({
      ...{ file: 'a.test.ts', suite: 'a:', outcome: 'passed', failedTests: ['a'], retries: 1 },
      ...{ failures: 3, passes: 1 },
    });
  });
});
