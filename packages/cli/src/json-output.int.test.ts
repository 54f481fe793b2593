import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { TaskReport } from '@nx-testmon/engine';
import { createWorkspace, repository, type TestWorkspace } from '@nx-testmon/testing';
import * as v from 'valibot';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { execSchema } from './commands/exec/exec-schema';
import { reportLineFields, reportLineSchema } from './commands/run/report-line-schema';
import { runSchema } from './commands/run/run-schema';
import { exportSchema, gcSchema, mergeSchema } from './commands/store/maintenance-schemas';
import { seedSchema } from './commands/store/seed-schema';

let workspace: TestWorkspace;
const patience = 300_000;

const sum = `exports.sum = sum;
function sum(one, other) {
  return one + other;
}
`;

const testOf = (name: string, expected: number) => `const test = require('node:test');
const { sum } = require('./sum.js');
console.log('printed by ${name}');
test('adds', () => require('node:assert').equal(sum(1, 2), ${expected}));
`;

beforeAll(() => {
  workspace = createWorkspace({
    '.gitignore': 'node_modules/\n.testmon/\nreport.jsonl\nout/\n',
    'package.json': { name: 'w', workspaces: ['libs/*'] },
    ...Object.fromEntries(
      ['a', 'b'].flatMap((name) => [
        [`libs/${name}/package.json`, { name, version: '1.0.0', scripts: { test: 'node --test' } }],
        [`libs/${name}/sum.js`, sum],
        [`libs/${name}/${name}.test.js`, testOf(name, 3)],
      ]),
    ),
  });
  git('init', '--quiet');
  git('add', '--all');
  git('commit', '--quiet', '--message', 'start');
});
afterAll(() => workspace[Symbol.dispose]());

function git(...args: readonly string[]): void {
  const identity = ['-c', 'user.name=t', '-c', 'user.email=t@example.org'];
  execFileSync('git', [...identity, ...args], { cwd: workspace.root });
}

/** Runs a command line in a process of its own, so that the output of all processes is seen. */
function testmon(...args: readonly string[]) {
  const script = join(repository, 'packages/cli/dist/bin.js');
  const env = { ...process.env, NODE_TEST_CONTEXT: undefined, GITHUB_STEP_SUMMARY: undefined };
  const options = { cwd: workspace.root, env, encoding: 'utf8' } as const;
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], options);
  return { code: status, out: stdout, err: stderr };
}

/** Runs a command line with `--json`, whose standard output must be one valid document. */
function documentOf<Schema extends v.GenericSchema>(
  schema: Schema,
  code: number,
  ...args: readonly string[]
) {
  const ended = testmon(...args);
  expect(ended.code, ended.err + ended.out).toBe(code);
  return { document: v.parse(schema, JSON.parse(ended.out)), err: ended.err };
}

test(
  'run --json prints one document, with the lines of the report file, and the output of tests to standard error',
  { timeout: patience },
  () => {
    const { document, err } = documentOf(runSchema, 0, 'run', '--json', '--report-file', 'report.jsonl');
    expect(err).toMatch(/printed by a.*printed by b/s);
    expect(err).toContain('testmon: 1 of 1 test file selected');
    expect(document).toMatchObject({ exitCode: 0, uncovered: [], problems: [] });
    expect(document.sum).toMatchObject({ tasks: 2, failedTasks: 0, total: 2, skipped: 0 });
    const lines = workspace.read('report.jsonl').trim().split('\n');
    const reports = lines.map((line) => v.parse(reportLineSchema, JSON.parse(line)));
    expect(document.projects).toEqual(reports.map((report) => ({ ...report, exitCode: 0 })));
    expect(reports.map(({ execId }) => execId)).toEqual([document.execId, document.execId]);
  },
);

test(
  'run --json lists failed test files, skipped test files and untested changes',
  { timeout: patience },
  () => {
    workspace.write({
      'libs/b/sum.js': `${sum.replace('one + other', 'one - other')}function added() {\n  return 2;\n}\n`,
    });
    const { document } = documentOf(runSchema, 1, 'run', '--json', '--untested');
    const [a, b] = document.projects;
    expect(a).toMatchObject({ project: 'a', selected: [], skipped: 1, outcome: 'passed', exitCode: 0 });
    expect(a).not.toHaveProperty('failed');
    expect(b).toMatchObject({
      ...{ project: 'b', skipped: 0, outcome: 'failed', exitCode: 1 },
      selected: [{ file: 'libs/b/b.test.js', reason: expect.stringContaining('libs/b/sum.js') as string }],
      failed: [{ file: 'libs/b/b.test.js', failedTests: ['adds'] }],
    });
    expect(document).toMatchObject({ exitCode: 1, sum: { failedTasks: 1, total: 2, skipped: 1 } });
    expect(document.untested).toMatchObject({
      base: 'HEAD',
      code: [{ file: 'libs/b/sum.js', line: 5, code: 'added()' }],
    });
    workspace.write({ 'libs/b/sum.js': sum });
  },
);

test(
  'run --json says why a task could not run, and prints nothing if none can start',
  { timeout: patience },
  () => {
    const args = ['run', '--json', '--projects', 'a', '--untested', '--base', 'none'];
    expect(testmon(...args)).toMatchObject({ code: 2, out: '' });
    const planned = ['run', '--json', '--projects', 'a', '--report-file', 'broken.jsonl'];
    const { document } = documentOf(runSchema, 2, ...planned, '--plan', 'none.json', '--shard', '1');
    expect(document).toMatchObject({
      ...{ exitCode: 2, sum: { tasks: 1, failedTasks: 1 }, projects: [{ outcome: 'broken', exitCode: 2 }] },
      problems: [{ task: 'a:testmon', text: expect.stringContaining('none.json') as string }],
    });
    const line = v.parse(reportLineSchema, JSON.parse(workspace.read('broken.jsonl')));
    expect(line.outcome).toBe('broken');
    expect(testmon('run', '--json', '--projects', 'none')).toMatchObject({ code: 2, out: '' });
  },
);

/** A field of a report that is missing here does not compile. */
const fieldsOfReport: Readonly<Record<keyof TaskReport, true>> = {
  execId: true,
  project: true,
  target: true,
  enabled: true,
  collect: true,
  select: true,
  environment: true,
  selected: true,
  skipped: true,
  total: true,
  outsideFilter: true,
  inOtherShards: true,
  audited: true,
  breaker: true,
  outcome: true,
  failed: true,
  durationMs: true,
  savedMs: true,
  fallbacks: true,
  flaky: true,
  missed: true,
};

test('the schema of a line has every field of a report, and no other', () => {
  expect(Object.keys(reportLineFields).sort()).toEqual(Object.keys(fieldsOfReport).sort());
});

test('the commands that change or copy the store print what they did', { timeout: patience }, () => {
  const seeded = documentOf(seedSchema, 0, 'seed', '--base', 'HEAD', '--json').document;
  expect(seeded).toMatchObject({
    ...{ base: 'HEAD', commit: expect.stringMatching(/^[0-9a-f]{40}$/) as string, seeded: 2, problems: [] },
    tasks: [
      { project: 'a', seeded: 1, total: 1, notSeeded: [], isAbsent: false },
      { project: 'b', seeded: 1, total: 1, notSeeded: [], isAbsent: false },
    ],
  });
  expect(testmon('seed', '--base', 'none', '--json')).toMatchObject({ code: 2, out: '' });
  const exported = documentOf(exportSchema, 0, 'export', 'out', '--json').document;
  expect(exported).toMatchObject({ result: { folder: workspace.path('out') }, problems: [] });
  expect(exported.result?.facts).toBeGreaterThan(1);
  expect(documentOf(mergeSchema, 0, 'merge', 'out', '--json').document).toMatchObject({
    result: { files: exported.result?.records, newFacts: 0, knownFacts: exported.result?.facts },
    problems: [],
  });
  workspace.write({ 'damaged.json': '{' });
  const refused = documentOf(mergeSchema, 2, 'merge', 'damaged.json', '--json');
  expect(refused.document.problems).toHaveLength(1);
  expect(refused.err).toContain('damaged.json');
  const { result } = documentOf(gcSchema, 0, 'gc', '--json').document;
  expect(result).toMatchObject({ removedFacts: expect.any(Number) as number });
  expect(result?.bytes).toBeGreaterThan(0);
});

test('exec --json prints the execution ID and the exit code, and the output of the command to standard error', () => {
  const script = 'console.log(process.env.NX_TESTMON_EXEC_ID); process.exit(3)';
  const { document, err } = documentOf(execSchema, 3, 'exec', '--json', '--', 'node', '-e', script);
  expect(document).toEqual({ execId: err.trim(), command: ['node', '-e', script], exitCode: 3 });
  expect(testmon('exec', '--json', '--', 'no-such-command')).toMatchObject({ code: 2, out: '' });
});

test.skipIf(process.platform === 'win32')(
  'exec --json names the signal that ended the command (not on Windows)',
  () => {
    const words = ['node', '-e', 'process.kill(process.pid, "SIGKILL")'];
    const { document } = documentOf(execSchema, 137, 'exec', '--json', '--', ...words);
    expect(document).toMatchObject({ exitCode: 137, signal: 'SIGKILL' });
  },
);
