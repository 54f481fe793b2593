import { expect, test } from 'vitest';
import { findMissed, type Outcomes, readOutcomes, type SelectionQuery } from './test-outcomes.mts';

const passed: Outcomes = { testFiles: new Map(), failing: new Set(), failedProjects: [] };

/** A selection of some of the test files of project `app`. */
const selecting = (selected: readonly string[], total: number): SelectionQuery => ({
  isSelected: (key) => selected.includes(key),
  selectsAll: () => selected.length === total,
  selectsAny: () => selected.length > 0,
});

const failedTask = [{ project: 'app', outcome: 'failed' }] as const;
const inApp = (file: string, state: 'started' | 'passed' | 'failed') => ({ project: 'app', file, state });

test('a failing test file that is not selected is missed', () => {
  const run = readOutcomes({
    reports: failedTask,
    results: [inApp('a.test.ts', 'failed'), inApp('b.test.ts', 'passed')],
    timedOut: false,
  });
  expect(findMissed(run, passed, selecting(['app: b.test.ts'], 2))).toEqual(['app: a.test.ts']);
  expect(findMissed(run, passed, selecting(['app: a.test.ts'], 2))).toEqual([]);
  expect(findMissed(run, run, selecting([], 2))).toEqual([]);
});

test('if no test file fails in a failed project, each may be the cause', () => {
  const run = readOutcomes({
    reports: failedTask,
    results: [inApp('a.test.ts', 'passed'), inApp('b.test.ts', 'passed')],
    timedOut: false,
  });
  expect(findMissed(run, passed, selecting(['app: a.test.ts'], 2))).toEqual(['app: the whole project']);
  expect(findMissed(run, passed, selecting(['app: a.test.ts', 'app: b.test.ts'], 2))).toEqual([]);
});

test('if the test runner does not start, one selected test file makes the run fail', () => {
  const run = readOutcomes({ reports: failedTask, results: [], timedOut: false });
  expect(findMissed(run, passed, selecting(['app: a.test.ts'], 2))).toEqual([]);
  expect(findMissed(run, passed, selecting([], 2))).toEqual(['app: the whole project']);
});
