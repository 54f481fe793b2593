import type { TaskReport } from '@nx-testmon/engine';
import { createColors } from 'picocolors';
import { expect, test } from 'vitest';
import { type FinishedTask, renderRuns, sumExitCodes } from './render-runs';

function finished(project: string, exitCode: number, report: Partial<TaskReport> = {}): FinishedTask {
  const whole: TaskReport = {
    execId: 'id',
    project,
    target: 'testmon',
    collect: true,
    select: true,
    environment: 'default',
    selected: [{ file: 'a.test.ts', reason: 'new' }],
    skipped: 2,
    total: 3,
    outcome: exitCode === 0 ? 'passed' : 'failed',
    durationMs: 1500,
    savedMs: 61_000,
    ...report,
  };
  return { project, target: 'testmon', exitCode, report: whole };
}

test.each([
  [[], 0],
  [[0, 0], 0],
  [[0, 1, 0], 1],
  [[1, 2, 1], 2],
  [[0, 7], 1],
])('exit codes %j combine to %d', (codes, sum) => {
  expect(sumExitCodes(codes.map((code) => finished('a', code)))).toBe(sum);
});

test('a signal that stopped the test runner determines the exit code', () => {
  expect(sumExitCodes([finished('a', 2), finished('b', 130, { outcome: 'interrupted' })])).toBe(130);
});

test('the table has a row for each task and a total', () => {
  const broken = { project: 'c', target: 'testmon', exitCode: 2 };
  const missed = [{ file: 'a.test.ts', suite: 's', failsAgain: true }];
  const text = renderRuns(
    [finished('cart', 0, { outsideFilter: 4 }), finished('shop', 2, { missed, savedMs: 0 }), broken],
    1,
    createColors(false),
  );
  expect(
    text
      .trim()
      .split('\n')
      .map((line) => line.trim().split(/ {2,}/)),
  ).toEqual([
    ['project', 'target', 'outcome', 'selected', 'saved', 'time'],
    ['cart', 'testmon', 'passed, 4 outside the filter', '1 of 3', '1m 1s', '1.5s'],
    ['shop', 'testmon', 'failed, 1 missed', '1 of 3', '1.5s'],
    ['c', 'testmon', 'broken'],
    ['all', '2 of 6', '1m 1s', '3.0s'],
    [''],
    [
      'testmon: 2 of 6 test files skipped in 2 projects, about 1m 1s saved, 2 tasks failed, 1 missed, 1 task not started',
    ],
  ]);
});

test('a single task, and tasks without numbers, have no closing line', () => {
  const linesOf = (tasks: readonly FinishedTask[], left: number) =>
    renderRuns(tasks, left, createColors(false)).trim().split('\n');
  const broken = { project: 'c', target: 'testmon', exitCode: 2 };
  expect(linesOf([finished('cart', 0)], 0)).toHaveLength(2);
  expect(linesOf([broken], 2).at(-1)).toBe('2 tasks not started');
});
