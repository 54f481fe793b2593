import { describe, expect, test } from 'vitest';
import type { ReportFlaky, ReportRun, ReportTestFile } from '../report-schema';
import { decisionCounts, shortReason } from './describe-decision';
import { describeFlaky, mostFlaky } from './describe-flaky';
import { filterTestFiles, matchesSearch } from './filter-test-files';
import { formatCount, formatDuration, formatShare, formatTick, splitPath } from './format';
import { formatAddress, parseAddress } from './page-address';
import { pageOfRow, pageRows } from './page-rows';
import { formatOrder, parseOrder, sortRows } from './sort-rows';
import { ofProject, sumExecution } from './sum-execution';

function testFile(path: string, more: Partial<ReportTestFile> = {}): ReportTestFile {
  const names = { project: 'shop', target: 'testmon', suite: 'shop:' };
  const decided = { wouldRun: false, decision: 'skipped', assumed: false, reason: 'unaffected' } as const;
  return { ...names, path, ...decided, changedBlocks: 0, changes: [], ...more };
}

const failed = { outcome: 'failed', durationMs: 5, endedAt: '2026-11-29T12:00:00.000Z' } as const;

const flaky: ReportFlaky = {
  failures: 3,
  passes: 1,
  lastFailedAt: failed.endedAt,
  firstDifference: { outcome: 'passed', endedAt: failed.endedAt, formerAt: failed.endedAt },
  failedTests: [
    { name: 'adds', failures: 2 },
    { name: 'loads', failures: 1 },
  ],
};

describe('the address', () => {
  test('is parsed back unchanged, also with characters that have a meaning in a hash', () => {
    for (const text of ['a&b=c', '#/tests?q=1', 'ä %20+', 'a|b']) {
      const address = { page: 'tests', parameters: { q: text, open: text } } as const;
      expect(parseAddress(formatAddress(address))).toEqual(address);
    }
  });

  test('of an unknown page, or without one, leads to the overview', () => {
    for (const hash of ['', '#', '#/', '#/nothing?q=1'])
      expect(parseAddress(hash)).toEqual({ page: 'overview', parameters: {} });
  });

  test('contains no empty parameters', () => {
    expect(formatAddress({ page: 'tests', parameters: { q: '', sort: '-time' } })).toBe('#/tests?sort=-time');
  });
});

describe('rows', () => {
  test('are sorted by number or by text, and missing values are last in both directions', () => {
    const rows = [{ n: 10 }, {}, { n: 2 }] as readonly { readonly n?: number }[];
    expect(sortRows(rows, ({ n }) => n, false).map(({ n }) => n)).toEqual([2, 10, undefined]);
    expect(sortRows(rows, ({ n }) => n, true).map(({ n }) => n)).toEqual([10, 2, undefined]);
    expect(sortRows(['b10', 'b9', 'A'], (text) => text, false)).toEqual(['A', 'b9', 'b10']);
    expect(formatOrder(parseOrder('-time'))).toBe('-time');
    expect(formatOrder(parseOrder('time'))).toBe('time');
  });

  test('are shown a hundred at a time', () => {
    const rows = Array.from({ length: 5000 }, (_, index) => index);
    expect(pageRows(rows, 1).rows).toHaveLength(100);
    expect(pageRows(rows, 2)).toMatchObject({ page: 2, pages: 50 });
    expect(pageRows(rows, pageOfRow(4321)).rows).toContain(4321);
    expect(pageRows(rows, 99).page).toBe(50);
    for (const wanted of [0, -1, Number.NaN]) expect(pageRows(rows, wanted).page).toBe(1);
    expect(pageRows([], 1)).toEqual({ rows: [], page: 1, pages: 1 });
  });
});

describe('test files', () => {
  const files = [
    testFile('shop/cart.test.ts', { wouldRun: true, decision: 'new' }),
    testFile('shop/bill.test.ts', { lastRun: failed }),
    testFile('desk/cart.test.ts', { project: 'desk', flaky }),
  ];
  const none = { search: '', project: '', state: '', reason: '' };
  const found = (filter: Partial<typeof none>) =>
    filterTestFiles(files, { ...none, ...filter }).map(({ path }) => path);

  test('match if they pass every filter', () => {
    expect(found({})).toHaveLength(3);
    expect(found({ project: 'desk' })).toEqual(['desk/cart.test.ts']);
    expect(found({ state: 'run' })).toEqual(['shop/cart.test.ts']);
    expect(found({ state: 'skip', project: 'shop' })).toEqual(['shop/bill.test.ts']);
    expect(found({ state: 'failed' })).toEqual(['shop/bill.test.ts']);
    expect(found({ state: 'flaky' })).toEqual(['desk/cart.test.ts']);
    expect(found({ state: 'unknown' })).toEqual(['shop/cart.test.ts', 'desk/cart.test.ts']);
    expect(found({ reason: 'new' })).toEqual(['shop/cart.test.ts']);
    expect(found({ search: 'CART desk' })).toEqual(['desk/cart.test.ts']);
    expect(matchesSearch(' ', [])).toBe(true);
  });

  test('that are flaky are sorted by the number of failures, with their outcomes', () => {
    const rare = testFile('shop/rare.test.ts', { flaky: { ...flaky, failures: 1, failedTests: [] } });
    expect(mostFlaky([rare, ...files]).map(({ path }) => path)).toEqual([
      'desk/cart.test.ts',
      'shop/rare.test.ts',
    ]);
    expect(describeFlaky(flaky)).toBe('3 failures and 1 pass with the same code');
    expect(rare.flaky && describeFlaky(rare.flaky)).toBe('1 failure and 1 pass with the same code');
  });

  test('are counted by the kind of their decision', () => {
    expect(decisionCounts(files)).toEqual([
      ['new', 1],
      ['skipped', 2],
    ]);
  });

  test('have a short reason with the first changed block', () => {
    const change = { block: 'a.ts#sum()', kind: 'reached', steps: [], causes: [] } as const;
    const changed = {
      decision: 'changed',
      wouldRun: true,
      changes: [{ ...change, steps: [], causes: [] }],
    } as const;
    const changes = [{ ...change, steps: [], causes: [] }];
    expect(shortReason(testFile('a', { ...changed, changes, changedBlocks: 1 }))).toBe('a.ts#sum()');
    expect(shortReason(testFile('a', { ...changed, changes, changedBlocks: 4 }))).toBe(
      'a.ts#sum() and 3 more',
    );
    expect(shortReason(testFile('a'))).toBe('nothing has changed');
    expect(shortReason(testFile('a', { assumed: true }))).toBe('assumed passing');
    expect(shortReason(testFile('a', { wouldRun: true, reason: 'all run' }))).toBe('all run');
  });
});

describe('an execution', () => {
  const run: ReportRun = {
    ...{ project: 'shop', target: 'testmon', environment: 'default', outcome: 'passed' },
    ...{ endedAt: failed.endedAt, durationMs: 10, selected: 1, total: 4, savedMs: 30 },
  };
  const execution = {
    id: 'e1',
    endedAt: failed.endedAt,
    runs: [run, { ...run, project: 'desk', outcome: 'failed' as const }],
  };

  test('has the sum of its runs and their worst outcome', () => {
    expect(sumExecution(execution)).toMatchObject({ outcome: 'failed', selected: 2, total: 8, savedMs: 60 });
  });

  test('is left out if it has no runs of the project', () => {
    expect(ofProject([execution], 'desk')[0]?.runs).toHaveLength(1);
    expect(ofProject([execution], 'none')).toEqual([]);
    expect(ofProject([execution], '')).toEqual([execution]);
  });
});

test('durations, shares and paths are short', () => {
  expect([0, 40, 3210, 59_960, 250_000, 7_200_000].map(formatDuration)).toEqual([
    '0 ms',
    '40 ms',
    '3.2 s',
    '1m 0s',
    '4m 10s',
    '2h 0m',
  ]);
  expect([formatShare(0, 0), formatShare(1, 1000), formatShare(999, 1000), formatShare(1, 2)]).toEqual([
    '–',
    '<1%',
    '>99%',
    '50%',
  ]);
  expect([formatCount(1, 'branch', 'branches'), formatCount(1204, 'branch', 'branches')]).toEqual([
    '1 branch',
    '1,204 branches',
  ]);
  expect([0, 500, 20_000, 90_000, 120_000, 7_200_000].map(formatTick)).toEqual([
    '0',
    '500 ms',
    '20 s',
    '1m 30s',
    '2m',
    '2h',
  ]);
  expect(splitPath('a/b/c.ts')).toEqual(['a/b/', 'c.ts']);
  expect(splitPath('c.ts')).toEqual(['', 'c.ts']);
});
