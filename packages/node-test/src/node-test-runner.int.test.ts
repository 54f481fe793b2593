import { join } from 'node:path';
import { findConfig } from '@nx-testmon/runner';
import { afterEach, describe, expect, it, test } from 'vitest';
import { createRunnerWorkspace, outcomes, type RunnerWorkspace } from '@nx-testmon/testing/runner-workspace';
import { nodeTestRunner } from './node-test-runner';

let app: RunnerWorkspace;
afterEach(() => app.dispose());

const manifest = (scripts: Readonly<Record<string, string>>) => JSON.stringify({ name: 'app', scripts });
const make = async (files: Readonly<Record<string, string>>) =>
  (app = await createRunnerWorkspace('node:test', files));
const pass = `require('node:test')('it', () => {});`;
const suite = 'app:packages/app/package.json';
const probes = {
  instrumenter: join(__dirname, '../../graph/dist/probes/open-instrumenter.js'),
  syntax: nodeTestRunner.syntax,
};
const files = (...names: string[]) => names.map((name) => ({ suite, path: `packages/app/${name}` }));

test('a project has a configuration if one of its scripts is a plain `node --test`', async () => {
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

test("the plain command is the script with the user's arguments", async () => {
  const { app: projectRoot, write } = await make({
    'package.json': manifest({ test: 'node --import tsx --test src' }),
  });
  const config = join(projectRoot, 'package.json');
  const plain = (...runnerArguments: string[]) =>
    nodeTestRunner.plainCommand({ projectRoot, config, isConfigNamed: false, runnerArguments });
  expect(plain()).toEqual({ ok: true, words: ['--import=tsx', '--test', 'src'] });
  expect(plain('--test-only', 'a.test.js')).toEqual({
    ok: true,
    words: ['--import=tsx', '--test', '--test-only', 'a.test.js'],
  });
  write({ 'package.json': manifest({ test: 'vitest run' }) });
  expect(plain()).toMatchObject({ ok: false, problem: { kind: 'no-test-script', manifest: config } });
  write({ 'package.json': '{ broken' });
  expect(plain()).toMatchObject({ ok: false, problem: { kind: 'manifest-unreadable' } });
});

// Windows does not allow all of these characters in names.
test.skipIf(process.platform === 'win32')(
  'a file runs with any characters in its name (not on Windows)',
  async () => {
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
  },
);

test('if nothing is selected, Node does not search for test files', async () => {
  const { run } = await make({ 'package.json': manifest({ test: 'node --test' }), 'a.test.js': pass });
  expect(await run({ files: [] })).toMatchObject({ outcome: 'passed', exitCode: 0, results: [] });
});

test('options and reporters of the script and of the command line are combined', async () => {
  const { run } = await make({
    'package.json': manifest({ test: 'node --require ./setup.cjs --test --test-reporter=tap' }),
    'setup.cjs': `globalThis.isSetUp = true;`,
    'a.test.js': `const test = require('node:test'); test('first', () => { if (!globalThis.isSetUp) throw new Error('no setup'); }); test('second', () => { throw new Error('filtered out'); });`,
  });
  const result = await run({ runnerArguments: ['--test-name-pattern=first'] });
  expect(result.output).toContain('TAP version');
  expect(outcomes(result)).toEqual(['a.test.js: passed, in part']);
});

describe('if modules are not only loaded by Node', () => {
  const script = (options: string) => manifest({ test: `node ${options} --test` });
  const quiet = 'export const load = (url, context, next) => next(url, context);';
  const hooks: Readonly<Record<string, string>> = {
    'a.test.js': `const test = require('node:test'); test('it', async () => { await import('./late.mjs'); });`,
    'late.mjs': `export default 1;`,
    'hooks.mjs': quiet,
    'thread.mjs': `import { register } from 'node:module';\nregister('./hooks.mjs', import.meta.url);`,
    'beside.mjs': `import { registerHooks } from 'node:module';\nregisterHooks({ resolve: (specifier, context, next) => next(specifier, context) });`,
    'patched.cjs': `const { _extensions } = require('node:module');\nconst load = _extensions['.js'];\n_extensions['.js'] = (module, file) => load(module, file);`,
  };
  const custom = (more: object) => [{ kind: 'custom-loader', ...more }];

  it.each<[string, string, object]>([
    ['hooks in a thread', '--import ./thread.mjs', { module: 'packages/app/thread.mjs', line: 2 }],
    ['hooks beside the modules', '--import ./beside.mjs', { module: 'packages/app/beside.mjs', line: 2 }],
    ['the option --loader', '--loader ./hooks.mjs', {}],
    ['another loader for CommonJS', '--require ./patched.cjs', {}],
  ])('%s: the reads of a test file are incomplete, with the cause', async (_, options, where) => {
    const { run } = await make({ ...hooks, 'package.json': script(options) });
    const result = await run({ probes });
    expect(outcomes(result), result.output).toEqual(['a.test.js: passed']);
    expect(result.results[0]?.reads?.fallbacks).toEqual(custom(where));
  });

  test('preloads in NODE_OPTIONS make the reads incomplete', async () => {
    const { run } = await make({ ...hooks, 'package.json': script('') });
    const env = { ...process.env, CI: 'true', NODE_OPTIONS: '--require node:os' };
    const result = await run({ probes, env });
    expect(result.results[0]?.reads?.fallbacks).toEqual(custom({ subject: 'NODE_OPTIONS' }));
    const [without] = (await run({ probes })).results;
    expect(without?.reads).toBeDefined();
    expect(without?.reads?.fallbacks).toBeUndefined();
  });

  test('a mocked module does not count as a thread of the test', async () => {
    const { run } = await make({
      'package.json': script('--experimental-test-module-mocks'),
      'a.test.mjs': `import { test } from 'node:test';\nimport assert from 'node:assert';
test('it', async (t) => { t.mock.module('./late.mjs', { defaultExport: 2 }); assert.equal((await import('./late.mjs')).default, 2); });`,
      'late.mjs': hooks['late.mjs']!,
    });
    const result = await run({ probes });
    expect(outcomes(result), result.output).toEqual(['a.test.mjs: passed']);
    expect(result.results[0]?.reads?.fallbacks).toEqual(
      custom({ module: 'packages/app/a.test.mjs', line: 3 }),
    );
  });
});

describe("what Node's main process reads", () => {
  test('counts for all test files, except its search for them and the processes that it starts', async () => {
    const { run } = await make({
      'package.json': manifest({
        test: `node --test-reporter=./reporter.mjs --test-reporter-destination=stdout --test`,
      }),
      'reporter.mjs': `import { readFileSync } from 'node:fs';\nreadFileSync('words.txt');\nexport default async function* (events) { for await (const { type } of events) if (type === 'test:fail') yield 'failed'; }`,
      'words.txt': 'words',
      'a.test.js': pass,
      'b.test.js': pass,
    });
    const { reads, output, results } = await run({ probes });
    expect(Object.keys(reads?.files ?? {}), output).toEqual(['packages/app/words.txt']);
    expect(reads).toMatchObject({ folders: {}, lookups: {}, loaded: ['packages/app/reporter.mjs'] });
    expect(reads?.fallbacks).toBeUndefined();
    expect(results.map((one) => one.reads?.loaded?.length)).toEqual([1, 1]);
  });

  test('is unknown if it is killed, and so are the reads of a killed test file', async () => {
    const { run } = await make({
      'package.json': manifest({ test: 'node --test' }),
      'a.test.js': `const test = require('node:test'); test('it', () => process.kill(process.pid, 'SIGKILL'));`,
      'b.test.js': `require('node:test')('it', async () => { await new Promise((done) => setTimeout(done, 1000)); process.kill(process.ppid, 'SIGKILL'); });`,
    });
    const { reads, results } = await run({ probes, runnerArguments: ['--test-concurrency=1'] });
    expect(reads).toBeUndefined();
    expect(results.map((one) => [one.testFile.path, one.reads])).toEqual([
      ['packages/app/a.test.js', undefined],
    ]);
  });

  test('is not traced if all test files share its process', async () => {
    const { run } = await make({
      'package.json': manifest({ test: 'node --experimental-test-isolation=none --test' }),
      'a.test.js': pass,
    });
    const { reads, fallbacks, results } = await run({ probes });
    expect([reads, results[0]?.reads]).toEqual([undefined, undefined]);
    expect(fallbacks).toEqual([{ fallback: { kind: 'one-process' } }]);
  });
});

describe('a listener of the end of a process', () => {
  const late = `function late(fs) { fs.readFileSync('late.txt'); } function unused() {} module.exports = { late, unused };`;
  const wrapped = `const { emit } = process;
process.emit = function (...given) { const is = emit.apply(this, given); if (given[0] === 'exit') late(fs); return is; };`;

  test.each([
    ['is registered', `process.on('exit', () => late(fs));`],
    [
      'is registered in another one',
      `process.on('exit', () => process.on('exit', () => 0)); process.on('exit', () => late(fs));`,
    ],
    ['replaces the function that emits events', wrapped],
    ['ends the process', `process.on('exit', () => { late(fs); process.exit(); });`],
  ])('%s: what it reads and executes counts', async (_, code) => {
    const { run } = await make({
      'package.json': manifest({ test: 'node --test' }),
      'late.cjs': late,
      'late.txt': 'late',
      'a.test.js': `const fs = require('node:fs'); const { late } = require('./late.cjs'); ${code}\n${pass}`,
    });
    const result = await run({ probes });
    expect(outcomes(result), result.output).toEqual(['a.test.js: passed']);
    const [{ reads, collected } = {}] = result.results;
    expect(Object.keys(reads?.files ?? {})).toEqual(['packages/app/late.txt']);
    expect(reads?.fallbacks).toBeUndefined();
    expect(collected?.['packages/app/late.cjs']).toEqual([expect.stringContaining('late')]);
  });
});
