import { expect, test } from 'vitest';
import { type NxTaskResult, sumOfResults } from './sum-of-results';

const summaryOf = (results: readonly NxTaskResult[]) => sumOfResults(results).summary;

function result(project: string, status: string, terminalOutput?: string): NxTaskResult {
  const task = { target: { project, target: 'testmon' } };
  return { status, task, ...(terminalOutput === undefined ? {} : { terminalOutput }) };
}

const header = (selected: number, saved: string) =>
  `testmon: ${selected} of 4 test files selected (1 changed module), about ${saved} saved, environment: default\n`;
const closing = 'testmon: ran 1 of 4 test files in 2.0s, about 3.0s saved, 1 fact stored\n';
const executed = `${header(1, '3.0s')} RUN  v5.1.1\n${closing}`;

test('tasks that ran and tasks that Nx replayed are summed up', () => {
  expect(summaryOf([result('a', 'success', executed), result('b', 'success', executed)])).toBe(
    '6 of 8 test files skipped in 2 projects, about 6.0s saved',
  );
});

test.each(['local-cache', 'local-cache-kept-existing', 'remote-cache'])(
  'all test files of a replayed task (%s) are skipped, and its time is saved',
  (status) => {
    expect(summaryOf([result('a', 'success', executed), result('b', status, executed)])).toBe(
      '7 of 8 test files skipped in 2 projects, about 8.0s saved, 1 of 2 tasks replayed from cache',
    );
  },
);

test('a task that did not start is counted if others of its target are tasks of nx-testmon', () => {
  const others = [
    result('c', 'skipped'),
    { ...result('d', 'skipped'), task: { target: { project: 'd', target: 'build' } } },
  ];
  expect(summaryOf([result('a', 'failure', executed), ...others])).toBe(
    '3 of 4 test files skipped in 1 project, about 3.0s saved, 1 task failed, 1 task not started',
  );
});

test('tasks of other targets are left out, and one task alone needs no summary', () => {
  expect(summaryOf([result('a', 'success', executed), result('a', 'success', 'built\n')])).toBeUndefined();
  expect(summaryOf([result('a', 'skipped'), result('b', 'skipped'), result('c', 'skipped')])).toBeUndefined();
});
