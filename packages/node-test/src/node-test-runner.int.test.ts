import { join } from 'node:path';
import { findConfig } from '@nx-testmon/runner';
import { afterEach, expect, test } from 'vitest';
import { createRunnerWorkspace, outcomes, type RunnerWorkspace } from '@nx-testmon/testing/runner-workspace';
import { nodeTestRunner } from './node-test-runner';

let app: RunnerWorkspace;
afterEach(() => app.dispose());

const manifest = (scripts: Readonly<Record<string, string>>) => JSON.stringify({ name: 'app', scripts });
const make = async (files: Readonly<Record<string, string>>) =>
  (app = await createRunnerWorkspace('node:test', files));
const pass = `require('node:test')('it', () => {});`;
const suite = 'app:packages/app/package.json';
const files = (...names: string[]) => names.map((name) => ({ suite, path: `packages/app/${name}` }));

test('a project has a configuration where one of its scripts is a plain `node --test`', async () => {
  const { app: projectRoot, write } = await make({});
  const find = () => findConfig(nodeTestRunner, { projectRoot });
  expect(find()).toBeUndefined();
  write({ 'package.json': manifest({ test: 'tsc -b && node --test' }) });
  expect(find()).toBeUndefined();
  write({ 'package.json': manifest({ unit: 'node --test' }) });
  expect(find()).toBe(join(projectRoot, 'package.json'));
  write({ 'package.json': '{ broken' });
  expect(find()).toBeUndefined();
});

test('discovery reads the script, and returns a problem if there is none', async () => {
  const { discover, suites, write } = await make({
    'package.json': manifest({ test: `node --require ./setup.cjs --test 'checks/**/*.js'` }),
    'setup.cjs': '',
  });
  expect(await suites()).toMatchObject([
    { id: suite, root: 'packages/app', include: ['checks/**/*.js'], setup: ['packages/app/setup.cjs'] },
  ]);
  write({ 'package.json': manifest({ test: 'vitest run' }) });
  expect(await discover()).toMatchObject({ ok: false, problem: { kind: 'no-test-script' } });
  write({ 'package.json': '{ broken' });
  expect(await discover()).toMatchObject({ ok: false, problem: { kind: 'manifest-unreadable' } });
});

test('the plain command is the script with what the user adds', async () => {
  const { app: projectRoot } = await make({
    'package.json': manifest({ test: 'node --import tsx --test src' }),
  });
  const config = join(projectRoot, 'package.json');
  const plain = (...runnerArguments: string[]) =>
    nodeTestRunner.plainCommand({ projectRoot, config, isConfigNamed: false, runnerArguments });
  expect(plain()).toEqual(['--import=tsx', '--test', 'src']);
  expect(plain('--test-only', 'a.test.js')).toEqual(['--import=tsx', '--test', '--test-only', 'a.test.js']);
  expect(
    nodeTestRunner.plainCommand({
      projectRoot,
      config: undefined,
      isConfigNamed: false,
      runnerArguments: [],
    }),
  ).toBeUndefined();
});

test('only the selected files run, with names that look like patterns, and all are found', async () => {
  const { run } = await make({
    'package.json': manifest({ test: 'node --test' }),
    'a.test.js': pass,
    '[b].test.js': pass,
    'b.test.js': `require('node:test')('it', () => { throw new Error('not selected'); });`,
  });
  const result = await run({ files: files('[b].test.js') });
  expect(outcomes(result)).toEqual(['[b].test.js: passed']);
  expect(result.found?.map(({ path }) => path).sort()).toEqual(
    files('[b].test.js', 'a.test.js', 'b.test.js').map(({ path }) => path),
  );
});

/** Other systems don't have all of these characters in names. */
test.skipIf(process.platform === 'win32')('a file runs whatever characters its name has', async () => {
  const odd = '{a,b} [c] [!d] (e) !f !(g) +h @i j?k l*m {1..3} {n $o'
    .split(' ')
    .map((part) => `${part}.test.js`);
  const { run } = await make({
    'package.json': manifest({ test: 'node --test' }),
    ...Object.fromEntries(odd.map((name) => [name, pass])),
  });
  const passed = odd.map((name) => `${name}: passed`).sort();
  expect(outcomes(await run({ files: files(...odd) })).sort()).toEqual(passed);
  for (const name of odd) expect(outcomes(await run({ files: files(name) }))).toContain(`${name}: passed`);
});

test('if nothing is selected, Node does not search for test files', async () => {
  const { run } = await make({ 'package.json': manifest({ test: 'node --test' }), 'a.test.js': pass });
  expect(await run({ files: [] })).toMatchObject({ outcome: 'passed', exitCode: 0, results: [] });
});

test('options and reporters of the script and of the command line add up', async () => {
  const { run } = await make({
    'package.json': manifest({ test: 'node --require ./setup.cjs --test --test-reporter=tap' }),
    'setup.cjs': `globalThis.isSetUp = true;`,
    'a.test.js': `const test = require('node:test'); test('first', () => { if (!globalThis.isSetUp) throw new Error('no setup'); }); test('second', () => { throw new Error('filtered out'); });`,
  });
  const result = await run({ runnerArguments: ['--test-name-pattern=first'] });
  expect(result.output).toContain('TAP version');
  expect(outcomes(result)).toEqual(['a.test.js: passed, in part']);
});
