import { EventEmitter } from 'node:events';
import { existsSync } from 'node:fs';
import { createWorkspace, type TestWorkspace } from '@nx-testmon/testing';
import type { TaskReport } from '@nx-testmon/engine';
import { parseTaskOutput } from '@nx-testmon/engine/summary';
import type { Task } from '@nx/devkit';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runTestmon } from '../executor';
import type { EndedTask } from './run-in-order';
import { runBatch } from './run-batch';
import { StopSignals } from './stop-signals';

const names = ['a', 'b', 'c'] as const;

/** `c` depends on `b`, and `a` on nothing. */
const dependencies = { 'a:testmon': [], 'b:testmon': [], 'c:testmon': ['b:testmon'] };

let workspace: TestWorkspace;
let signals: EventEmitter;

beforeEach(() => {
  signals = new EventEmitter();
  workspace = createWorkspace(
    { 'nx.json': {}, ...filesOf('a'), ...filesOf('b'), ...filesOf('c') },
    { packages: 'all' },
  );
});
afterEach(() => workspace[Symbol.dispose]());

function filesOf(name: string): Record<string, string> {
  const test = (check: string) =>
    `import { expect, test } from 'vitest'; import { name } from './name'; test('it', () => { console.log('runs in ${name}'); ${check}; });`;
  return {
    [`libs/${name}/vitest.config.mts`]: `export default { test: { include: ['*.test.ts'] } };`,
    [`libs/${name}/name.ts`]: `export const name = '${name}';\nexport const greeting = 'hello';\n`,
    [`libs/${name}/first.test.ts`]: test(`expect(name).toBe('${name}')`),
    [`libs/${name}/second.test.ts`]: test(`expect(name).toMatch(/^.$/)`),
  };
}

const context = () => ({
  root: workspace.root,
  projectsConfigurations: {
    version: 2,
    projects: Object.fromEntries(names.map((name) => [name, { root: `libs/${name}` }])),
  },
  projectGraph: { nodes: {}, dependencies: Object.fromEntries(names.map((name) => [name, []])) },
});

const io = () => ({
  nodeVersion: process.versions.node,
  parentPid: process.ppid,
  clock: Date.now,
});

const env = () => ({
  PATH: process.env['PATH'],
  HOME: process.env['HOME'],
  NX_TESTMON_EXEC_ID: 'exec-1',
  NX_TESTMON_REPORT_FILE: 'report.jsonl',
});

interface BatchRun {
  readonly ended: readonly EndedTask[];
  readonly statuses: Readonly<Record<string, string>>;
  readonly outputs: Readonly<Record<string, string>>;
  readonly reports: readonly TaskReport[];
}

async function run(
  options: Readonly<Record<string, unknown>> = {},
  onEnd: (ended: EndedTask) => void = () => undefined,
): Promise<BatchRun> {
  const task = (project: string): Task => ({
    id: `${project}:testmon`,
    target: { project, target: 'testmon' },
    overrides: {},
    cache: true,
    outputs: [],
    parallelism: true,
  });
  const ended: EndedTask[] = [];
  const batch = runBatch({
    graph: { tasks: Object.fromEntries(names.map((name) => [`${name}:testmon`, task(name)])), dependencies },
    options: Object.fromEntries(names.map((name) => [`${name}:testmon`, options])),
    context: context(),
    io: {
      ...io(),
      signals: new StopSignals(signals),
      parallel: 2,
      environmentOf: ({ target }) => ({ ...env(), NX_TASK_TARGET_PROJECT: target.project }),
    },
  });
  for await (const one of batch) {
    ended.push(one);
    onEnd(one);
  }
  return {
    ended,
    statuses: Object.fromEntries(ended.map(({ task: id, result }) => [id, result.status])),
    outputs: Object.fromEntries(ended.map(({ task: id, result }) => [id, result.terminalOutput])),
    reports: takeReports(),
  };
}

/** Runs each task as Nx does without a batch. */
async function runAlone(options: Readonly<Record<string, unknown>>): Promise<readonly TaskReport[]> {
  for (const projectName of names) {
    const process = { ...io(), env: env(), write: () => undefined, output: () => undefined };
    await runTestmon(options, { ...context(), projectName, targetName: 'testmon' }, process);
  }
  return takeReports();
}

function takeReports(): readonly TaskReport[] {
  if (!existsSync(workspace.path('report.jsonl'))) return [];
  const reports = workspace.read('report.jsonl').trim().split('\n');
  workspace.remove('report.jsonl');
  return reports
    .map((line) => JSON.parse(line) as TaskReport)
    .sort((one, other) => (one.project < other.project ? -1 : 1));
}

const selectionOf = (reports: readonly TaskReport[]) =>
  Object.fromEntries(reports.map(({ project, selected }) => [project, selected]));

test('tasks in one process select, record and report as they do alone', async () => {
  const first = await run();
  expect(first.statuses).toEqual({ 'a:testmon': 'success', 'b:testmon': 'success', 'c:testmon': 'success' });
  for (const name of names) {
    const output = first.outputs[`${name}:testmon`] ?? '';
    expect(output).toMatch(/^testmon: 2 of 2 test files selected \(2 new\)/);
    expect(output.match(/runs in \w/g)).toEqual([`runs in ${name}`, `runs in ${name}`]);
    expect(output).toMatch(/\ntestmon: ran 2 of 2 test files in .*, 2 facts stored\n/);
    const numbers = parseTaskOutput(output, { project: name, target: 'testmon' })?.numbers;
    expect(numbers, output).toMatchObject({ total: 2, skipped: 0, savedMs: 0 });
  }
  expect(new Set(first.reports.map(({ execId }) => execId)).size).toBe(1);
  expect(first.ended.map(({ task }) => task).indexOf('b:testmon')).toBeLessThan(2);

  workspace.write({ 'libs/a/first.test.ts': `${workspace.read('libs/a/first.test.ts')}\nvoid 1;` });
  workspace.write({ 'libs/c/name.ts': `export const name = 'c' + '';\n` });
  const alone = await runAlone({ nocollect: true });
  expect(selectionOf(alone)).toMatchObject({ a: [{ file: 'libs/a/first.test.ts' }], b: [], c: [{}, {}] });
  const before = workspace.snapshot();
  const together = await run({ nocollect: true });
  expect(selectionOf(together.reports)).toEqual(selectionOf(alone));
  expect(workspace.snapshot()).toEqual(before);
});

test('dependents of a failed task are skipped, and collected facts are stored', async () => {
  workspace.write({ 'libs/b/name.ts': `export const name = 'x';\n` });
  const failing = await run();
  expect(failing.statuses).toEqual({
    'a:testmon': 'success',
    'b:testmon': 'failure',
    'c:testmon': 'skipped',
  });
  expect(failing.outputs['b:testmon']).toContain(`expected 'x' to be 'b'`);
  expect(failing.reports.map(({ project }) => project)).toEqual(['a', 'b']);

  workspace.write({ 'libs/b/name.ts': filesOf('b')['libs/b/name.ts'] });
  const mended = selectionOf((await run()).reports);
  expect(mended).toMatchObject({ a: [], b: [{}, {}], c: [{}, {}] });
});

test('a task sees the files that the tests of an earlier one have written', async () => {
  await run();
  workspace.write({
    'libs/b/first.test.ts': `import { writeFileSync } from 'node:fs'; import { test } from 'vitest';
      test('writes', () => writeFileSync('../c/name.ts', "export const name = 'd';"));`,
  });
  const { reports, statuses } = await run();
  expect(selectionOf(reports)).toMatchObject({ a: [], b: [{ file: 'libs/b/first.test.ts' }], c: [{}, {}] });
  expect(statuses['c:testmon']).toBe('failure');
});

test('an invalid option fails each task, with the problem as its output', async () => {
  const { statuses, outputs } = await run({ testRunner: 'mocha' });
  expect(new Set(Object.values(statuses))).toEqual(new Set(['failure', 'skipped']));
  expect(outputs['a:testmon']).toMatch(/^testmon: --testRunner must be /);
});

test('a signal ends the test runners, and nothing starts after it', async () => {
  const hanging = `import { test } from 'vitest'; test('waits', () => new Promise(() => undefined), 600_000);`;
  workspace.write({ 'libs/b/first.test.ts': hanging });
  const started = Date.now();
  const stopped = await run({}, ({ task }) => {
    // The facts of this test file are stored; the other task never ends by itself.
    if (task === 'a:testmon') signals.emit('SIGTERM', 'SIGTERM');
  });
  expect(Date.now() - started).toBeLessThan(60_000);
  expect(stopped.statuses).toEqual({
    'a:testmon': 'success',
    'b:testmon': 'stopped',
    'c:testmon': 'stopped',
  });
  expect(workspace.snapshot().filter((line) => line.includes('.lock'))).toEqual([]);
  workspace.write(filesOf('b'));
  expect(selectionOf((await run({ nocollect: true })).reports)).toMatchObject({ a: [], c: [{}, {}] });
});
