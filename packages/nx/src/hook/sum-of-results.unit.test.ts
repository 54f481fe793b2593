import { expect, test } from 'vitest';
import { type NxTaskResult, sumOfResults } from './sum-of-results';

const runMany = ['node', 'nx', 'run-many', '-t', 'testmon'];

const summaryOf = (results: readonly NxTaskResult[], argv = runMany) => sumOfResults(results, argv).summary;

function result(project: string, status: string, terminalOutput?: string): NxTaskResult {
  const task = { target: { project, target: 'testmon' } };
  return { status, task, ...(terminalOutput === undefined ? {} : { terminalOutput }) };
}

/** What a task prints, with its line for the summary. */
function outputOf(project: string, numbers = 'total=4 skipped=3 savedMs=3000 durationMs=2000'): string {
  return [
    'testmon: 1 of 4 test files selected (1 changed module), about 3.0s saved, environment: default',
    ' RUN  v5.1.1',
    'testmon: ran 1 of 4 test files in 2.0s, about 3.0s saved, 1 fact stored',
    `testmon: summary v1 ${project}:testmon ${numbers}`,
    '',
  ].join('\n');
}

const ended = (project: string, status: string) => result(project, status, outputOf(project));

test('tasks that ran and tasks that Nx replayed are summed up', () => {
  expect(summaryOf([ended('a', 'success'), ended('b', 'success')])).toBe(
    '6 of 8 test files skipped in 2 projects, about 6.0s saved',
  );
});

test.each(['local-cache', 'local-cache-kept-existing', 'remote-cache'])(
  'all test files of a replayed task (%s) are skipped, and its time is saved',
  (status) => {
    expect(summaryOf([ended('a', 'success'), ended('b', status)])).toBe(
      '7 of 8 test files skipped in 2 projects, about 8.0s saved, 1 of 2 tasks replayed from cache',
    );
  },
);

test('of a replayed task, what is only known of a run does not count', () => {
  const numbers = 'total=4 skipped=1 durationMs=2000 audited=2 missed=1 flaky=1 dependents=1 off=1';
  const audited = (status: string) => result('b', status, outputOf('b', numbers));
  expect(summaryOf([ended('a', 'success'), audited('failure')])).toBe(
    [
      '4 of 8 test files skipped in 2 projects, about 3.0s saved, 2 audited, 1 task failed, 1 missed, 1 flaky',
      'selection off for 1 project (b); `testmon audit` says why',
      '1 test file depends on more than it executes and reads; `testmon doctor` lists them',
    ].join('\n  '),
  );
  expect(summaryOf([ended('a', 'success'), audited('local-cache')])).toBe(
    [
      '7 of 8 test files skipped in 2 projects, about 5.0s saved, 1 of 2 tasks replayed from cache',
      '1 test file depends on more than it executes and reads; `testmon doctor` lists them',
    ].join('\n  '),
  );
});

test('the output that an earlier version has left in the cache counts as a task without numbers', () => {
  const earlier = result('b', 'local-cache', outputOf('b').replace(/^testmon: summary .*$/m, ''));
  expect(summaryOf([ended('a', 'success'), earlier])).toBe(
    '3 of 4 test files skipped in 1 project, about 3.0s saved, 1 of 2 tasks replayed from cache',
  );
});

test('a task that did not start is counted if other tasks of its target belong to nx-testmon', () => {
  const others = [
    result('c', 'skipped'),
    { ...result('d', 'skipped'), task: { target: { project: 'd', target: 'build' } } },
  ];
  expect(summaryOf([ended('a', 'failure'), ...others])).toBe(
    '3 of 4 test files skipped in 1 project, about 3.0s saved, 1 task failed, 1 task not started',
  );
});

test('a single task has a summary in commands that may hide its output', () => {
  const summary = '3 of 4 test files skipped in 1 project, about 3.0s saved';
  expect(summaryOf([ended('a', 'success')])).toBe(summary);
  expect(summaryOf([ended('a', 'success')], ['node', 'nx', 'affected', '-t', 'testmon'])).toBe(summary);
  expect(summaryOf([ended('a', 'success')], ['node', 'nx', 'run', 'a:testmon'])).toBeUndefined();
});

test('tasks of other targets are left out', () => {
  expect(summaryOf([ended('a', 'success'), result('a', 'success', 'built\n')])).toMatch(/in 1 project,/);
  expect(summaryOf([result('a', 'skipped'), result('b', 'skipped'), result('c', 'skipped')])).toBeUndefined();
});
