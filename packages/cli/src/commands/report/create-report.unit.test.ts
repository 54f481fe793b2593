import { type BlockKey, formatBlockId } from '@nx-testmon/core';
import type { TaskOverview } from '@nx-testmon/engine';
import { reportSchema } from '@nx-testmon/report';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import { createReport, type ReportSources } from './create-report';

const changed: BlockKey = formatBlockId({ kind: 'block', module: 'a/sum.ts', name: 'sum()' });
const endedAt = Date.UTC(2026, 10, 29, 12);
const lastRun = (durationMs: number) => ({ outcome: 'passed', durationMs, endedAt }) as const;

const overview: TaskOverview = {
  project: 'a',
  target: 'testmon',
  environment: 'default',
  runner: 'Vitest 5.1.1',
  testFiles: [
    {
      ...{ path: 'a/sum.test.ts', suite: 'a:', wouldRun: true, reason: 'changed: a/sum.ts#sum()' },
      decision: { kind: 'changed', blocks: [changed] },
      lastRun: lastRun(20),
      flaky: {
        testFile: { suite: 'a:', path: 'a/sum.test.ts' },
        ...{ environments: ['default'], failures: 2, passes: 1, codes: 1 },
        ...{ firstFailedAt: endedAt, lastFailedAt: endedAt + 1000 },
        firstDifference: { outcome: 'passed', endedAt: endedAt + 500, formerAt: endedAt },
        failedTests: [{ name: 'adds', failures: 2 }],
      },
      changedBlocks: 1,
      changes: [{ block: changed, kind: 'reached', steps: ['a/sum.test.ts'], causes: [] }],
    },
    {
      ...{ path: 'a/seeded.test.ts', suite: 'a:', wouldRun: false, reason: 'assumed passing' },
      decision: { kind: 'skipped', savedMs: 0, seeded: true },
      ...{ changedBlocks: 0, changes: [] },
    },
  ],
  savedMs: 0,
  withoutFacts: 0,
  notes: ['a note'],
  causes: [
    {
      fallback: { kind: 'process-started', module: 'a/run.ts', line: 3, subject: 'git' },
      testFiles: ['a/sum.test.ts'],
    },
  ],
  files: [{ path: 'shared.ts', testFiles: 1, durationMs: 20, slowest: ['a/sum.test.ts'] }],
};

const other: TaskOverview = {
  ...overview,
  project: 'b',
  testFiles: [
    {
      ...{ path: 'b/b.test.ts', suite: 'b:', wouldRun: false, reason: 'nothing has changed' },
      decision: { kind: 'skipped', savedMs: 50 },
      lastRun: lastRun(50),
      ...{ changedBlocks: 0, changes: [] },
    },
  ],
  causes: [],
  files: [
    { path: 'b/only.ts', testFiles: 1, durationMs: 50, slowest: ['b/b.test.ts'] },
    { path: 'shared.ts', testFiles: 1, durationMs: 50, slowest: ['b/b.test.ts'] },
  ],
};

const counts = { durationMs: 30, selected: 1, total: 2, savedMs: 50 };
const run = { execId: 'e1', project: 'a', target: 'testmon', environment: 'default', endedAt, ...counts };

const sources: ReportSources = {
  workspace: 'shop',
  now: endedAt,
  overviews: [overview, other],
  executions: [{ id: 'e1', endedAt, runs: [{ ...run, outcome: 'passed' }] }],
  olderExecutions: 2,
  base: 'HEAD',
  untested: {
    ok: true,
    untested: {
      base: 'HEAD',
      code: [{ kind: 'branch', code: 'sum()/then', file: 'a/sum.ts', line: 3 }],
      unknown: ['a/old.ts'],
    },
    refused: [],
  },
  uncovered: [
    {
      name: 'd',
      root: 'libs/d',
      problem: {
        kind: 'unsupported-test-runner',
        project: 'd',
        runner: 'Mocha',
        runners: ['Vitest'],
        sign: 'file .mocharc.json',
      },
    },
  ],
  refused: [{ name: 'c:testmon', problems: [{ kind: 'no-workspace', folder: '/c' }] }],
  notes: ['the store is damaged'],
};

test('a report follows the schema, and its times are in UTC', () => {
  const report = createReport(sources);
  expect(v.parse(reportSchema, report)).toEqual(report);
  expect(report.createdAt).toBe('2026-11-29T12:00:00.000Z');
  expect(report.executions).toMatchObject([{ id: 'e1', runs: [{ project: 'a', savedMs: 50 }] }]);
  expect(report.executions[0]?.runs[0]).not.toHaveProperty('execId');
});

test('projects count their test files, and seeded test files are assumed passing without a run', () => {
  const { projects, testFiles } = createReport(sources);
  expect(projects.map(({ project, testFiles: all, wouldRun }) => [project, all, wouldRun])).toEqual([
    ['a', 2, 1],
    ['b', 1, 0],
  ]);
  expect(testFiles.map(({ path, assumed, lastRun: last }) => [path, assumed, last?.durationMs])).toEqual([
    ['a/sum.test.ts', false, 20],
    ['a/seeded.test.ts', true, undefined],
    ['b/b.test.ts', false, 50],
  ]);
});

test('changed code that no test file executed is listed, with how much there is in a sentence', () => {
  expect(createReport(sources).untested).toEqual({
    base: 'HEAD',
    isKnown: true,
    text: 'No test file executed 1 uncommitted function or branch',
    code: [{ kind: 'branch', code: 'sum()/then', file: 'a/sum.ts', line: 3 }],
    unknown: ['a/old.ts'],
  });
});

test('if the changes could not be read, the report says why', () => {
  const problem = { kind: 'unknown-commit', commit: 'main' } as const;
  const { untested } = createReport({ ...sources, base: 'main', untested: { ok: false, problem } });
  expect(untested).toEqual({
    ...{ base: 'main', isKnown: false, code: [], unknown: [] },
    text: expect.stringContaining('Unknown commit main'),
  });
});

test('a flaky test file has its failures, the first difference and the tests that failed', () => {
  const [flaky, ...others] = createReport(sources).testFiles.map((file) => file.flaky);
  expect(flaky).toEqual({
    ...{ failures: 2, passes: 1, lastFailedAt: '2026-11-29T12:00:01.000Z' },
    firstDifference: {
      outcome: 'passed',
      endedAt: '2026-11-29T12:00:00.500Z',
      formerAt: '2026-11-29T12:00:00.000Z',
    },
    failedTests: [{ name: 'adds', failures: 2 }],
  });
  expect(others).toEqual([undefined, undefined]);
});

test('a file that several projects use costs the test files of all of them', () => {
  expect(createReport(sources).files).toEqual([
    { path: 'shared.ts', testFiles: 2, durationMs: 70, slowest: ['b/b.test.ts', 'a/sum.test.ts'] },
    { path: 'b/only.ts', testFiles: 1, durationMs: 50, slowest: ['b/b.test.ts'] },
  ]);
});

test('causes of fallbacks have locations and next steps, and unreadable inputs are problems', () => {
  const { fallbacks, problems, uncovered } = createReport(sources);
  expect(uncovered).toMatchObject([{ project: 'd', root: 'libs/d', text: expect.stringContaining('Mocha') }]);
  expect(fallbacks).toMatchObject([
    {
      project: 'a',
      scope: 'project',
      module: 'a/run.ts',
      line: 3,
      text: "a/run.ts:3 starts git, whose reads can't be traced",
      testFiles: ['a/sum.test.ts'],
    },
  ]);
  expect(problems.map(({ task }) => task)).toEqual(['c:testmon', undefined]);
});
