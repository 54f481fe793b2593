import { expect, test } from 'vitest';
import type { TaskReport } from '../task/task-report';
import { renderSummary } from './render-summary';
import { sumOfReport } from './sum-of-report';
import type { FileCounts, TaskSum } from './task-sum';

const none: FileCounts = {
  ...{ total: 0, skipped: 0, savedMs: 0, missed: 0, flaky: 0, dependents: 0 },
  ...{ audited: 0, isOff: false },
};

function task(project: string, files: Partial<FileCounts>, end: TaskSum['end'] = 'passed'): TaskSum {
  return { project, end, files: { ...none, ...files } };
}

const tasks = [
  task('a', { skipped: 3, total: 4, savedMs: 60_000 }),
  task('b', { skipped: 1, total: 3, savedMs: 12_000 }),
];

test('test files, projects and time are summed over all tasks', () => {
  expect(renderSummary(tasks)).toBe('4 of 7 test files skipped in 2 projects, about 1m 12s saved');
});

test('a project with two targets counts once', () => {
  expect(renderSummary([task('a', { total: 1 }), task('a', { skipped: 1, total: 1 })])).toBe(
    '1 of 2 test files skipped in 1 project, nothing saved',
  );
});

test('the outcomes of tasks are listed if not all have passed', () => {
  const others: TaskSum[] = [
    task('c', { total: 2, missed: 1, flaky: 2 }, 'failed'),
    { project: 'd', end: 'not-started' },
    task('e', {}, 'stopped'),
    task('f', { total: 2, skipped: 2 }, 'replayed'),
  ];
  expect(renderSummary([...tasks, ...others])).toBe(
    '6 of 11 test files skipped in 5 projects, about 1m 12s saved, 1 task failed, 1 missed, 2 flaky, 1 task interrupted, 1 task not started, 1 of 6 tasks replayed from cache',
  );
});

test('test files that depend on more than they execute and read have a separate line', () => {
  expect(renderSummary([...tasks, task('c', { total: 1, dependents: 1 })])?.split('\n')).toEqual([
    '4 of 8 test files skipped in 3 projects, about 1m 12s saved',
    '  1 test file depends on more than it executes and reads; `testmon doctor` lists them',
  ]);
});

test('audited test files are counted, and projects whose selection is off have a separate line', () => {
  const audited = task('c', { total: 9, skipped: 6, audited: 2, missed: 1 }, 'failed');
  const off = [task('d', { total: 1, isOff: true }), task('d', { total: 1, isOff: true })];
  expect(renderSummary([...tasks, audited, ...off])?.split('\n')).toEqual([
    '10 of 18 test files skipped in 4 projects, about 1m 12s saved, 2 audited, 1 task failed, 1 missed',
    '  selection off for 1 project (d); `testmon audit` says why',
  ]);
});

test('only tasks without numbers give no summary', () => {
  expect(renderSummary([{ project: 'a', end: 'failed' }])).toBeUndefined();
  expect(renderSummary([])).toBeUndefined();
});

const report: TaskReport = {
  execId: 'e',
  project: 'a',
  target: 'testmon',
  collect: true,
  select: true,
  environment: 'default',
  selected: [],
  skipped: 2,
  total: 3,
  outcome: 'passed',
  durationMs: 1000,
  savedMs: 5,
};

test('the report of a task has the same numbers as its output', () => {
  expect(sumOfReport(report, true)).toEqual(task('a', { skipped: 2, total: 3, savedMs: 5 }));
  const missed = [{ file: 'a.test.ts', suite: 's', failsAgain: true }];
  const verified = sumOfReport({ ...report, savedMs: 0, missed, fallbacks: 2, outcome: 'failed' }, false);
  expect(verified).toEqual(task('a', { total: 3, missed: 1, dependents: 2 }, 'failed'));
  const audited = { ...report, audited: 1, missed };
  expect(sumOfReport(audited, false).files).toMatchObject({ skipped: 1, audited: 1, missed: 1 });
  const stopped = { ...report, audited: 0, missed: [] };
  expect(sumOfReport(stopped, false).files).toMatchObject({ skipped: 2, audited: 0, isOff: false });
  expect(sumOfReport({ ...report, skipped: 0, breaker: true }, true).files).toMatchObject({ isOff: true });
  const flaky = [{ file: 'a.test.ts', suite: 's', outcome: 'passed', failedTests: [] } as const];
  const retried = { ...report, flaky: flaky.map((one) => ({ ...one, failures: 1, passes: 1 })) };
  expect(sumOfReport(retried, true).files).toMatchObject({ flaky: 1 });
  expect(sumOfReport({ ...report, outcome: 'interrupted' }, false).end).toBe('stopped');
});

test('a task that broke or ran without nx-testmon has no numbers', () => {
  expect(sumOfReport({ ...report, enabled: false }, true)).toEqual({ project: 'a', end: 'passed' });
  expect(sumOfReport({ ...report, outcome: 'broken' }, false)).toEqual({ project: 'a', end: 'failed' });
});
