import type { ExecutorContext } from '@nx/devkit';
import { createWorkspace, type TestWorkspace } from '@nx-testmon/testing';
import { parseTaskOutput } from '@nx-testmon/engine/summary';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type ExecutorIo, runTestmon } from './executor';

let workspace: TestWorkspace;
let lines: string[];

beforeEach(() => {
  lines = [];
  workspace = createWorkspace(
    {
      'nx.json': {},
      'libs/a/vitest.config.mts': `export default { test: { include: ['*.test.ts'] } };`,
      'libs/a/sum.ts': `export const sum = (a: number, b: number) => a + b;`,
    },
    { packages: 'all' },
  );
  writeTest('libs/a/sum.test.ts', `expect(sum(1, 2)).toBe(3)`);
});
afterEach(() => workspace[Symbol.dispose]());

function writeTest(path: string, expectation: string): void {
  workspace.write({
    [path]: `import { expect, test } from 'vitest'; import { sum } from './sum'; test('it', () => ${expectation});`,
  });
}

/** Runs the target of project `a` as Nx would, and returns its report. */
async function run(
  options: Record<string, unknown>,
  env: Record<string, string> = {},
  nodeVersion = process.versions.node,
) {
  const projects = { a: { root: 'libs/a' } };
  const context: ExecutorContext = {
    root: workspace.root,
    cwd: workspace.root,
    isVerbose: false,
    projectName: 'a',
    targetName: 'testmon',
    nxJsonConfiguration: {},
    projectsConfigurations: { version: 2, projects },
    projectGraph: { nodes: {}, dependencies: { a: [] } },
  };
  const io: ExecutorIo = {
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...env },
    nodeVersion,
    parentPid: process.ppid,
    clock: Date.now,
    write: (line) => lines.push(line),
  };
  const { success } = await runTestmon({ reportFile: 'report.jsonl', ...options }, context, io);
  const report = readReport();
  return { success, ...report };
}

function readReport(): Record<string, unknown> {
  try {
    const last = workspace.read('report.jsonl').trim().split('\n').at(-1) ?? '{}';
    return JSON.parse(last) as Record<string, unknown>;
  } catch {
    return {};
  }
}

test('the tests of the project run and are recorded under the execution of the hook', async () => {
  const first = await run({}, { NX_TESTMON_EXEC_ID: 'exec-1' });
  expect(first).toMatchObject({
    success: true,
    execId: expect.stringMatching(/^exec-1-/) as string,
    project: 'a',
    target: 'testmon',
    total: 1,
    outcome: 'passed',
  });
  expect(first).toHaveProperty('selected.length', 1);
  expect(await run({})).toMatchObject({ success: true, selected: [], skipped: 1 });
});

test('the output ends with the numbers of the task', async () => {
  const numbersOf = (output: readonly string[]) =>
    parseTaskOutput(output.join('\n'), { project: 'a', target: 'testmon' })?.numbers;
  await run({});
  expect(lines.at(-1)).toMatch(/^testmon: summary v1 a:testmon total=1 durationMs=\d+$/);
  expect(numbersOf(lines)).toMatchObject({ total: 1, skipped: 0 });
  const first = lines.length;
  await run({});
  const savedMs = Number(readReport()['savedMs']);
  expect(savedMs).toBeGreaterThan(0);
  expect(numbersOf(lines.slice(first))).toMatchObject({ total: 1, skipped: 1, savedMs });
});

test('failing tests fail the task', async () => {
  writeTest('libs/a/sum.test.ts', `expect(sum(1, 2)).toBe(4)`);
  expect(await run({ nocollect: true })).toMatchObject({ success: false, outcome: 'failed', collect: false });
});

test('an option that Nx dropped before "--" counts', async () => {
  expect(await run({}, { NX_TESTMON_ARGV_OPTIONS: '{"nocollect":true}' })).toMatchObject({
    success: true,
    collect: false,
  });
});

test('variables that the target sets reach the tests, and another value is another environment', async () => {
  writeTest('libs/a/sum.test.ts', `expect(process.env.GREETING).toBe('hello')`);
  expect(await run({ env: { GREETING: 'hello' } })).toMatchObject({ success: true });
  expect(await run({ env: { GREETING: 'hello' } })).toMatchObject({ success: true, skipped: 1 });
  expect(await run({ env: { GREETING: 'bye' } })).toMatchObject({ success: false, skipped: 0 });
});

test('an unsupported version of Node is rejected before anything is loaded or run', async () => {
  expect(await run({}, {}, '20.20.2')).toEqual({ success: false });
  expect(lines).toEqual([
    expect.stringContaining('Node 20.20.2 is not supported. nx-testmon needs Node 22.12 or later'),
  ]);
});

test('an invalid option is rejected by its name', async () => {
  expect(await run({ testRunner: 'mocha' })).toEqual({ success: false });
  expect(lines.join('\n')).toContain('testRunner');
  expect(lines.filter((line) => line.includes('summary'))).toEqual([]);
});
