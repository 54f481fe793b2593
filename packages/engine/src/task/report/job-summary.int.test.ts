import { readdirSync, readFileSync } from 'node:fs';
import { createWorkspace, type TestWorkspace } from '@nx-testmon/testing';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { appendJobSummary } from './job-summary';
import type { TaskReport } from '../task-report';

let workspace: TestWorkspace;
beforeEach(() => {
  workspace = createWorkspace({});
});
afterEach(() => workspace[Symbol.dispose]());

function report(changes: Partial<TaskReport> = {}): TaskReport {
  return {
    execId: 'e',
    project: 'app',
    target: 'testmon',
    collect: true,
    select: true,
    environment: 'default',
    selected: [{ file: 'a.test.ts', reason: 'new' }],
    skipped: 2,
    total: 3,
    outcome: 'passed',
    durationMs: 1000,
    savedMs: 65_000,
    ...changes,
  };
}

test('tasks that end at the same time produce one table with a row each', async () => {
  const file = workspace.path('summary.md');
  const projects = Array.from({ length: 12 }, (_, n) => `p${n}`);
  const problems = await Promise.all(projects.map((project) => appendJobSummary(file, report({ project }))));
  expect(problems.filter(Boolean)).toEqual([]);
  const lines = readFileSync(file, 'utf8').trim().split('\n');
  expect(lines.slice(0, 4)).toEqual([
    '### nx-testmon',
    '',
    '| project | target | outcome | selected | of | saved |',
    '| --- | --- | --- | ---: | ---: | ---: |',
  ]);
  expect(lines.slice(4).sort()).toEqual(
    projects.map((one) => `| \`${one}\` | \`testmon\` | passed | 1 | 3 | 1m 5s |`).sort(),
  );
  expect(readdirSync(workspace.root)).toEqual(['summary.md']);
});

test("missed test files are named, and a name can't break the table", async () => {
  const file = workspace.path('summary.md');
  const missed = [{ file: 'b.test.ts', suite: 's', failsAgain: true }];
  await appendJobSummary(file, report({ project: 'a|b', outcome: 'failed', savedMs: 0, missed }));
  expect(readFileSync(file, 'utf8')).toContain('| `a\\|b` | `testmon` | failed, 1 missed | 1 | 3 |  |');
});

test('test files outside of a filter are named, and not counted', async () => {
  const file = workspace.path('summary.md');
  await appendJobSummary(file, report({ skipped: 0, total: 1, savedMs: 0, outsideFilter: 11 }));
  expect(readFileSync(file, 'utf8')).toContain(
    '| `app` | `testmon` | passed, 11 outside the filter | 1 | 1 |  |',
  );
});

test.each([
  ['a\n| b | c', '`a\\n\\| b \\| c`'],
  ['<img src=x> **b** [c](d)', '`<img src=x> **b** [c](d)`'],
  ['a`b``c', '```a`b``c```'],
  ['`a`', '`` `a` ``'],
  ['\u001b[2J', '`\\u001b[2J`'],
])('the name %j is code on one line', async (project, cell) => {
  const file = workspace.path('summary.md');
  await appendJobSummary(file, report({ project }));
  const lines = readFileSync(file, 'utf8').trim().split('\n');
  expect(lines).toHaveLength(5);
  expect(lines[4]).toBe(`| ${cell} | \`testmon\` | passed | 1 | 3 | 1m 5s |`);
});

test("a summary that can't be written is a problem, not an error", async () => {
  const file = workspace.path('no/such/folder.md');
  expect(await appendJobSummary(file, report())).toEqual({
    kind: 'summary-not-written',
    file,
    detail: expect.stringContaining('ENOENT') as string,
  });
});
