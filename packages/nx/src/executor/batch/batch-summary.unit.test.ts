import type { TaskReport } from '@nx-testmon/engine';
import { expect, test } from 'vitest';
import { summaryLine } from './batch-summary';

function report(changes: Partial<TaskReport>): TaskReport {
  return {
    execId: 'e',
    project: 'a',
    target: 'testmon',
    collect: true,
    select: true,
    environment: 'default',
    selected: [],
    skipped: 0,
    total: 0,
    outcome: 'passed',
    durationMs: 1000,
    savedMs: 0,
    ...changes,
  };
}

const reports = [
  report({ skipped: 3, total: 4, savedMs: 60_000 }),
  report({ project: 'b', skipped: 1, total: 3, savedMs: 12_000 }),
];

test('test files, projects and time are those of all tasks', () => {
  expect(summaryLine({ reports, failed: 0, skipped: 0 })).toBe(
    '4 of 7 test files skipped in 2 projects, about 1m 12s saved',
  );
});

test('a project with two targets counts once', () => {
  const both = [report({ total: 1 }), report({ target: 'testmon-e2e', skipped: 1, total: 1 })];
  expect(summaryLine({ reports: both, failed: 0, skipped: 0 })).toBe(
    '1 of 2 test files skipped in 1 project, nothing saved',
  );
});

test('failures, missed test files and tasks that did not start are counted', () => {
  expect(summaryLine({ reports, failed: 1, skipped: 2 })).toMatch(
    /saved, 1 task failed, 2 tasks not started$/,
  );
  const missed = [{ file: 'a.test.ts', suite: 's', failsAgain: true }];
  const verified = [report({ skipped: 2, total: 3, missed })];
  expect(summaryLine({ reports: verified, failed: 1, skipped: 0 })).toBe(
    '0 of 3 test files skipped in 1 project, nothing saved, 1 task failed, 1 missed',
  );
});
