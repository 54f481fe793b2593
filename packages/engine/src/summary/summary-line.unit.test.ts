import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { TaskReport } from '../task/task-report';
import {
  formatSummaryLine,
  parseSummaryLine,
  summaryLineOfReport,
  type TaskName,
  type TaskCounts,
} from './summary-line';

const cart = { project: 'cart', target: 'testmon' };
const none: TaskCounts = {
  ...{ total: 0, skipped: 0, savedMs: 0, durationMs: 0, audited: 0 },
  ...{ missed: 0, flaky: 0, dependents: 0, isOff: false },
};

const number = fc.nat({ max: Number.MAX_SAFE_INTEGER });
const randomNumbers: fc.Arbitrary<TaskCounts> = fc.record({
  total: number,
  skipped: number,
  savedMs: number,
  durationMs: number,
  audited: number,
  missed: number,
  flaky: number,
  dependents: number,
  isOff: fc.boolean(),
});
const name = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('a', 'a:b', 'a total=1', ' '));
const randomTask: fc.Arbitrary<TaskName> = fc.record({ project: name, target: name });

test('every line is read as it was written', () => {
  fc.assert(
    fc.property(randomTask, randomNumbers, (task, numbers) => {
      expect(parseSummaryLine(formatSummaryLine(task, numbers), task)).toEqual(numbers);
    }),
  );
});

test('no name of a task divides the line or hides a part of it', () => {
  fc.assert(
    fc.property(randomTask, randomNumbers, (task, numbers) => {
      expect(formatSummaryLine(task, numbers)).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/);
    }),
  );
});

test('a number that is 0 is left out', () => {
  const line = formatSummaryLine(cart, { ...none, total: 412, skipped: 409, savedMs: 238_000, isOff: true });
  expect(line).toBe('summary v1 cart:testmon total=412 skipped=409 savedMs=238000 off=1');
  expect(formatSummaryLine(cart, none)).toBe('summary v1 cart:testmon');
});

test('times are whole milliseconds, and none is negative', () => {
  expect(formatSummaryLine(cart, { ...none, savedMs: 1.6, durationMs: -5 })).toBe(
    'summary v1 cart:testmon savedMs=2',
  );
});

describe('another line is not taken for it:', () => {
  test.each([
    ['another version', 'summary v2 cart:testmon total=3'],
    ['another project', 'summary v1 shop-cart:testmon total=3'],
    ['another target', 'summary v1 cart:testmon-slow total=3'],
    ['an unknown number', 'summary v1 cart:testmon total=3 more=1'],
    ['another order', 'summary v1 cart:testmon skipped=3 total=3'],
    ['a number twice', 'summary v1 cart:testmon total=3 total=3'],
    ['no number', 'summary v1 cart:testmon total=many'],
    ['a negative number', 'summary v1 cart:testmon total=-3'],
    ['a text after the numbers', 'summary v1 cart:testmon total=3 of 4'],
    ['a text before', ' summary v1 cart:testmon total=3'],
    ['a line for people', 'ran 3 of 412 test files in 31.4s, about 3m 58s saved, 23 facts stored'],
  ])('%s', (_, line) => expect(parseSummaryLine(line, cart)).toBeUndefined());
});

const report: TaskReport = {
  ...{ execId: 'e', project: 'cart', target: 'testmon', collect: true, select: true, environment: 'default' },
  ...{ selected: [], skipped: 2, total: 3, outcome: 'failed', durationMs: 1000, savedMs: 5 },
};

test('a report gives the numbers of the summary', () => {
  const missed = [{ file: 'a.test.ts', suite: 's', failsAgain: true }];
  expect(summaryLineOfReport({ ...report, audited: 1, missed, fallbacks: 2 })).toBe(
    'summary v1 cart:testmon total=3 skipped=1 savedMs=5 durationMs=1000 audited=1 missed=1 dependents=2',
  );
  expect(summaryLineOfReport({ ...report, breaker: true })).toMatch(/ off=1$/);
});

test('a task that broke or ran without nx-testmon has no line', () => {
  expect(summaryLineOfReport({ ...report, outcome: 'broken' })).toBeUndefined();
  expect(summaryLineOfReport({ ...report, enabled: false })).toBeUndefined();
});
