import type { TaskRun } from '@nx-testmon/core';
import { expect, test } from 'vitest';
import { groupRuns } from './read-executions';

function run(execId: string, project: string, endedAt: number): TaskRun {
  const counts = { durationMs: 10, selected: 1, total: 2, savedMs: 5 };
  return {
    execId,
    project,
    target: 'testmon',
    environment: 'default',
    outcome: 'passed',
    endedAt,
    ...counts,
  };
}

test('runs of one execution are together by project, and the newest execution comes first', () => {
  const executions = groupRuns([run('one', 'b', 3), run('two', 'a', 9), run('one', 'a', 5)]);
  expect(
    executions.map(({ id, endedAt, runs }) => [id, endedAt, runs.map(({ project }) => project)]),
  ).toEqual([
    ['two', 9, ['a']],
    ['one', 5, ['a', 'b']],
  ]);
});

test('without runs there are no executions', () => {
  expect(groupRuns([])).toEqual([]);
});
