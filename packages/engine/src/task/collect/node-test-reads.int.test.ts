import { describeFallback } from '@nx-testmon/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { diagnoseTask } from '../../queries/doctor/diagnose-task';
import { createTaskWorkspace, type TaskWorkspace } from '../../task.testing';
import { nameOfTest, namesSelectedAfter } from './selected-names.testing';

const test = (body: string, imports = ''): string =>
  `import assert from 'node:assert';
import fs from 'node:fs';
import { test } from 'node:test';
${imports}
const folder = ['da', 'ta'].join('');
test('it', async (t) => { ${body} });
`;

/** The view of a process or thread that a test starts, as JSON. It reads a file that no test reads. */
const child = `const fs = require('node:fs');
fs.readFileSync(__dirname + '/data/child.txt');
console.log(JSON.stringify([process.execArgv.filter((one) => one.includes('preload')), process[Symbol.for('nx-testmon.reads')] === undefined,
  Object.keys(process.env).filter((name) => name.startsWith('NX_TESTMON')), process.env.NODE_OPTIONS ?? null, fs.readFileSync.toString().includes('observer')]));
`;
const asWithoutUs = '[[],true,[],null,false]';
/** In a traced process, functions report what it reads. Nothing else of nx-testmon is visible. */
const asTraced = '[[],true,[],null,true]';

const files: Readonly<Record<string, string>> = {
  '.gitignore': 'node_modules\n.testmon\n',
  'libs/a/package.json':
    '{ "name": "a", "type": "module", "scripts": { "test": "node --import ./before.mjs --test" } }',
  'libs/a/before.mjs': `import { readFileSync } from 'node:fs';\nreadFileSync(import.meta.dirname + '/data/before.txt');\n`,
  'libs/a/child.cjs': child,
  'libs/a/double.js': `// Doubles.\nexport const double = (n) => n * 2;\nexport const half = (n) => n / 2;\n`,
  'libs/a/words.json': '{ "word": "hello" }',
  'libs/a/plugins/one.js': `export const value = () => 'one';\nexport const unused = () => 1;\n`,
  'libs/a/plugins/two.js': `export const value = () => 'two';\n`,
  'libs/a/old/need.cjs': `exports.need = (name) => require(name);\n`,
  'libs/a/old/three.cjs': `exports.value = 'three';\n`,
  'libs/a/data/before.txt': 'before',
  'libs/a/data/child.txt': 'child',
  'libs/a/data/one.txt': '1',
  'libs/a/data/two.txt': '2',
  'libs/a/data/none.txt': 'nobody reads it',
  'libs/a/data/many/one.txt': '1',
  'libs/b/shared.txt': 'shared',
  'libs/b/package.json': '{ "name": "b" }',
  'libs/a/one.test.js': test(`assert.equal(fs.readFileSync(folder + '/one.txt', 'utf8').trim(), '1');`),
  'libs/a/hook.test.js': test(
    `assert.equal(text.trim(), '2');`,
    `import { before } from 'node:test';\nimport { readFile } from 'node:fs/promises';\nlet text;\nbefore(async () => { text = await readFile('data/two.txt', 'utf8'); });`,
  ),
  'libs/a/stream.test.js': test(
    `let all = ''; for await (const part of fs.createReadStream(folder + '/two.txt', 'utf8')) all += part; assert.ok(all);`,
  ),
  'libs/a/list.test.js': test(`assert.ok(fs.readdirSync(folder + '/many').length > 0);`),
  'libs/a/missing.test.js': test(`assert.equal(fs.existsSync(folder + '/later.txt'), false);`),
  'libs/a/computed.test.js': test(`assert.equal((await import('./plug' + 'ins/one.js')).value(), 'one');`),
  'libs/a/required.test.js': test(
    `assert.equal(old.need('./thr' + 'ee.cjs').value, 'three');`,
    `import old from './old/need.cjs';`,
  ),
  'libs/a/words.test.js': test(
    `assert.equal(words.word, 'hello');`,
    `import words from './words.json' with { type: 'json' };`,
  ),
  'libs/a/source.test.js': test(`assert.match(fs.readFileSync('dou' + 'ble.js', 'utf8'), /n \\* 2/);`),
  'libs/a/double.test.js': test(`assert.equal(double(2), 4);`, `import { double } from './double.js';`),
  'libs/a/own.test.js': test(
    `fs.mkdirSync('made', { recursive: true }); fs.writeFileSync('made/own.txt', 'own');
     assert.equal(fs.readFileSync('made/own.txt', 'utf8'), 'own'); fs.rmSync('made', { recursive: true });`,
  ),
  'libs/a/other.test.js': test(
    `assert.equal(fs.readFileSync(['..', 'b', 'shared.txt'].join('/'), 'utf8').trim(), 'shared');`,
  ),
  'libs/a/exits.test.js': test(`fs.readFileSync(folder + '/one.txt'); setImmediate(() => process.exit(0));`),
  'libs/a/region.test.js': test(`assert.equal(process.env.REGION ?? 'eu', 'eu');`),
  'libs/a/spawn.test.js': test(
    `assert.equal(String(execFileSync(process.execPath, ['child.cjs'])).trim(), '${asTraced}');`,
    `import { execFileSync } from 'node:child_process';`,
  ),
  'libs/a/fork.test.js': test(
    `const child = fork('./child.cjs', { silent: true }); let out = ''; child.stdout.on('data', (part) => (out += part));
     await new Promise((done) => child.on('close', done)); assert.equal(out.trim(), '${asTraced}');`,
    `import { fork } from 'node:child_process';`,
  ),
  'libs/a/thread.test.js': test(
    `const worker = new Worker('./child.cjs', { stdout: true }); let out = ''; worker.stdout.on('data', (part) => (out += part));
     await new Promise((done) => worker.on('exit', done)); await new Promise(setImmediate); assert.equal(out.trim(), '${asWithoutUs}');`,
    `import { Worker } from 'node:worker_threads';`,
  ),
};

const all = Object.keys(files)
  .filter((path) => path.endsWith('.test.js'))
  .map((path) => nameOfTest(path))
  .sort();
/** Untraced code may have read anything in the project. */
const started = ['thread'];
/** Processes that run Node are traced. */
const traced = ['fork', 'spawn'];

const env = { CI: 'true', NO_COLOR: '1', LANG: 'C' };
let workspace: TaskWorkspace;

/** Names of the test files that an edit selects. Stores nothing. */
const selectedAfter = (path: string, text: string | undefined) =>
  namesSelectedAfter(workspace, path, text, env);

beforeAll(async () => {
  workspace = createTaskWorkspace(files, { projects: { a: 'libs/a', b: 'libs/b' } });
  const { report, output } = await workspace.run({}, { env });
  expect(report.outcome, output).toBe('passed');
  expect(report.total).toBe(all.length);
}, 400_000);
afterAll(() => workspace[Symbol.dispose]());

describe('after a run of node --test that traced what its test files read', () => {
  it('nothing is selected without changes', async () => {
    const { selected, skipped } = await workspace.select({}, { env });
    expect(selected).toEqual([]);
    expect(skipped).toHaveLength(all.length);
  });

  it.each<[string, string, string | undefined, readonly string[]]>([
    ['a data file selects the test files that read it', 'libs/a/data/one.txt', '1 ', ['exits', 'one']],
    ['a file that a hook or a stream reads selects too', 'libs/a/data/two.txt', '2 ', ['hook', 'stream']],
    ['a deleted file selects its readers', 'libs/a/data/one.txt', undefined, ['exits', 'one']],
    ['a file that a process reads selects who starts it', 'libs/a/data/child.txt', 'other', traced],
    ['a file that nobody reads selects none', 'libs/a/data/none.txt', 'nobody', []],
    ['a file that comes into a listed folder selects', 'libs/a/data/many/two.txt', '', ['list']],
    ['the content of a file in a listed folder does not', 'libs/a/data/many/one.txt', '2', []],
    ['a file that was looked for selects when it comes', 'libs/a/data/later.txt', '', ['missing']],
    [
      'a module that was imported by a computed name selects',
      'libs/a/plugins/one.js',
      files['libs/a/plugins/one.js']!.replace(`'one'`, `'ONE'`),
      ['computed'],
    ],
    [
      'a function of it that did not run does not',
      'libs/a/plugins/one.js',
      files['libs/a/plugins/one.js']!.replace('=> 1', '=> 2'),
      [],
    ],
    ['a module beside it does not', 'libs/a/plugins/two.js', `export const value = () => 'TWO';\n`, []],
    [
      'a module that was required by a computed name selects',
      'libs/a/old/three.cjs',
      `exports.value = 'THREE';\n`,
      ['required'],
    ],
    ['JSON selects who imports it', 'libs/a/words.json', '{ "word": "bye" }', ['words']],
    [
      'a function selects who runs it and who reads its source',
      'libs/a/double.js',
      files['libs/a/double.js']!.replace('n * 2', 'n * 3'),
      ['double', 'source'],
    ],
    [
      'a comment selects who reads the source as text',
      'libs/a/double.js',
      files['libs/a/double.js']!.replace('Doubles', 'Two times'),
      ['source'],
    ],
    ['a file of another project selects who reads it', 'libs/b/shared.txt', 'shared ', ['other']],
    ['a file that a module reads before all tests selects all', 'libs/a/data/before.txt', 'then', all],
    [
      'a package that becomes one of CommonJS selects all',
      'libs/a/package.json',
      files['libs/a/package.json']!.replace('module', 'commonjs'),
      all,
    ],
  ])('%s', async (_, path, text, expected) => {
    // A new text of a file in the project selects the test files with untraced code.
    const inProject = path.startsWith('libs/a/') ? started : [];
    expect(await selectedAfter(path, text)).toEqual([...new Set([...expected, ...inProject])].sort());
  });

  it('a variable selects the test files that read it', async () => {
    const { selected } = await workspace.select({}, { env: { ...env, REGION: 'us' } });
    expect(selected.map(({ testFile }) => nameOfTest(testFile.path))).toEqual(['region']);
  });

  it('a test file that starts a thread depends on the whole project, with its line as the cause', async () => {
    const found = await diagnoseTask(workspace.task(), workspace.io({ env }));
    if (!found.ok) throw new Error(found.problem.kind);
    const causes = found.diagnosis.causes.map(
      ({ fallback, testFiles }) => `${describeFallback(fallback)}: ${testFiles.map(nameOfTest).join(', ')}`,
    );
    expect(causes.sort()).toEqual(["libs/a/thread.test.js:6 starts a thread that can't be traced: thread"]);
  });
});
