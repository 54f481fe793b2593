import { chmodSync, rmSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { describeFallback } from '@nx-testmon/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { diagnoseTask } from '../../queries/doctor/diagnose-task';
import { createTaskWorkspace, type TaskWorkspace } from '../../task.testing';

/** Prints its first argument, and reads a file of that name. The second argument is code to run. */
const cli = `#!/usr/bin/env node
const fs = require('node:fs');
const { execFileSync } = require('node:child_process');
const { greet } = require('./lib');
require('left');
const [, , name, what] = process.argv;
fs.readFileSync(__dirname + '/data/' + name + '.txt');
fs.existsSync(__dirname + '/data/later.txt');
if (what === 'nest') execFileSync(process.execPath, [__dirname + '/deep.mjs']);
if (what === 'git') execFileSync('git', ['--version']);
if (what === 'thread') new (require('node:worker_threads').Worker)('1', { eval: true });
console.log(greet(name, process.env.REGION));
if (process.send) process.send('ready');
if (what === 'serve') setInterval(() => {}, 1000);
if (what === 'linger') setTimeout(() => {}, 20_000);
if (what === 'exit') process.exit(0);
`;

/** Bodies of the test files: those whose processes are traced, and those whose processes are not. */
const traced: Readonly<Record<string, string>> = {
  sync: `assert.equal(execFileSync(process.execPath, ['cli.cjs', 'sync'], { encoding: 'utf8' }), 'hello sync\\n');`,
  fork: `const child = fork('./cli.cjs', ['fork'], { silent: true }); const ended = once(child, 'exit');
    assert.deepEqual(await once(child, 'message'), ['ready', undefined]); await ended;`,
  exec: `assert.equal((await promisify(exec)('node ./cli.cjs "exec"')).stdout, 'hello exec\\n');`,
  spawn: `const child = spawn('node', ['cli.cjs', 'spawn', 'exit'], { stdio: 'ignore' }); assert.deepEqual(await once(child, 'exit'), [0, null]);`,
  throws: `assert.throws(() => execFileSync(process.execPath, ['cli.cjs', 'none'], { stdio: 'pipe' }), /ENOENT/);`,
  nested: `execFileSync(process.execPath, ['cli.cjs', 'nested', 'nest']);`,
  killed: `const child = fork('./cli.cjs', ['killed', 'serve'], { silent: true }); await once(child, 'message'); const ended = once(child, 'exit'); child.kill(); await ended;`,
  environment: `execFileSync(process.execPath, ['cli.cjs', 'environment'], { env: { REGION: 'us' } });`,
  empty: `execFileSync(process.execPath, ['plain.mjs'], { env: {} });`,
  script: `execFileSync('./cli.cjs', ['script']);`,
  text: `assert.equal(String(execFileSync(process.execPath, ['-p', "require('fs').readFileSync('data/text.txt', 'utf8').trim()"])), 'text\\n');`,
  made: `fs.mkdirSync('made'); fs.writeFileSync('made/a.cjs', "require('fs').readFileSync('made/a.txt'); require('fs').writeFileSync('made/b.txt', '1')"); fs.writeFileSync('made/a.txt', 'a');
    execFileSync(process.execPath, ['made/a.cjs']); execFileSync(process.execPath, ['-e', "require('fs').readFileSync('made/b.txt')"]); fs.rmSync('made', { recursive: true });`,
  same: `const env = { A: '1', NODE_OPTIONS: '--no-warnings' };
    assert.deepEqual(JSON.parse(execFileSync(process.execPath, ['--no-deprecation', 'seen.cjs', 'a'], { env, encoding: 'utf8' })),
      [env, ['--no-deprecation'], ['a'], [], ['seen.cjs'], "{ A: '1', NODE_OPTIONS: '--no-warnings' }"]);
    assert.equal('NODE_OPTIONS' in JSON.parse(execFileSync(process.execPath, ['seen.cjs'], { env: { A: '1' }, encoding: 'utf8' }))[0], false);`,
};
const untraced: Readonly<Record<string, string>> = {
  git: `execFileSync(process.execPath, ['cli.cjs', 'git', 'git']);`,
  thread: `execFileSync(process.execPath, ['cli.cjs', 'thread', 'thread']);`,
  detached: `const child = spawn('node', ['cli.cjs', 'detached', 'linger'], { detached: true, stdio: ['ignore', 'pipe', 'ignore'] });
    await once(child.stdout, 'data'); child.stdout.destroy(); child.unref();`,
  pipe: `assert.equal(execSync('node cli.cjs pipe | cat', { encoding: 'utf8' }), 'hello pipe\\n');`,
  hooks: `execFileSync(process.execPath, ['--import', 'data:text/javascript,import { register } from "node:module"; register("data:text/javascript,");', 'cli.cjs', 'hooks']);`,
};
const bodies = { ...traced, ...untraced, nothing: `assert.ok(fs);` };
const fallbacks = Object.keys(untraced);
/** Test files that run the script. */
const running = Object.keys(bodies).filter((name) => bodies[name as keyof typeof bodies].includes('cli.cjs'));

const testFile = (body: string, imports: string) => `import assert from 'node:assert';
import { exec, execFileSync, execSync, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import { promisify } from 'node:util';
${imports}
test('it', async () => { ${body} });
`;

const lock = (left: string, right: string) =>
  JSON.stringify({
    lockfileVersion: 3,
    packages: {
      '': {},
      'node_modules/left': { version: left, integrity: left },
      'node_modules/right': { version: right, integrity: right },
    },
  });

const files: Readonly<Record<string, string>> = {
  '.gitignore': 'node_modules\n.testmon\n',
  'package-lock.json': lock('1.0.0', '1.0.0'),
  ...Object.fromEntries(
    ['left', 'right'].flatMap((name) => [
      [`node_modules/${name}/index.js`, ''],
      [`node_modules/${name}/package.json`, JSON.stringify({ name, version: '1.0.0' })],
    ]),
  ),
  'libs/a/cli.cjs': cli,
  'libs/a/lib.js': `// Greets.\nexports.greet = (name, region) => 'hello ' + name;\n`,
  'libs/a/deep.mjs': `import { readFileSync } from 'node:fs';\nreadFileSync(import.meta.dirname + '/data/deep.txt');\n`,
  'libs/a/plain.mjs': `console.log(process.env.API_URL);\n`,
  'libs/a/seen.cjs': `const { inspect } = require('node:util');
console.log(JSON.stringify([process.env, process.execArgv, process.argv.slice(2), process._preload_modules, Object.keys(require.cache).map((file) => require('node:path').basename(file)), inspect(process.env)]));\n`,
  'libs/a/unused.js': '',
  ...Object.fromEntries(Object.keys(bodies).map((name) => [`libs/a/data/${name}.txt`, name])),
  'libs/a/data/deep.txt': 'deep',
};

const runners: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  ...Object.fromEntries(
    ['threads', 'forks'].map((pool) => [
      `the pool ${pool} of Vitest`,
      {
        'libs/a/package.json': '{ "name": "a" }',
        'libs/a/vitest.config.mts': `export default { test: { pool: '${pool}', testTimeout: 60_000 } };`,
        ...testFiles('ts', `import { test } from 'vitest';`),
      },
    ]),
  ),
  'node --test': {
    'libs/a/package.json': '{ "name": "a", "scripts": { "test": "node --test" } }',
    ...testFiles('mjs', `import { test } from 'node:test';`),
  },
};

function testFiles(extension: string, imports: string): Record<string, string> {
  return Object.fromEntries(
    Object.entries(bodies).map(([name, body]) => [
      `libs/a/${name}.test.${extension}`,
      testFile(body, imports),
    ]),
  );
}

describe.each(Object.entries(runners))('a process that a test file of %s starts', (_, tests) => {
  const content = { ...files, ...tests };
  const env = {
    CI: 'true',
    NO_COLOR: '1',
    LANG: 'C',
    PATH: [dirname(process.execPath), process.env['PATH'] ?? ''].join(delimiter),
  };
  let workspace: TaskWorkspace;

  beforeAll(async () => {
    workspace = createTaskWorkspace(content, { packages: ['vitest'] });
    chmodSync(join(workspace.root, 'libs/a/cli.cjs'), 0o755);
    const { report, output } = await workspace.run({}, { env });
    expect(report.outcome, output).toBe('passed');
    expect(report.total).toBe(Object.keys(bodies).length);
  }, 400_000);
  afterAll(() => workspace[Symbol.dispose]());

  const selected = async (more: Readonly<Record<string, string>> = {}): Promise<string[]> => {
    const found = await workspace.select({}, { env: { ...env, ...more } });
    return found.selected
      .map(({ testFile: { path } }) => path.replace(/^libs\/a\/|\.test\.\w+$/g, ''))
      .sort();
  };

  it('selects nothing without changes', async () => {
    expect(await selected()).toEqual([]);
  });

  it.each<[string, string, string, readonly string[]]>([
    ['a file that it reads', 'libs/a/data/sync.txt', 'other', ['sync']],
    ['a file that a process read which was killed', 'libs/a/data/killed.txt', 'other', ['killed']],
    ['a file that it looked for', 'libs/a/data/none.txt', '', ['throws']],
    ['a file that the process of a process reads', 'libs/a/data/deep.txt', 'other', ['nested']],
    ['a module of the process of a process', 'libs/a/deep.mjs', '', ['nested']],
    ['a file that a text reads', 'libs/a/data/text.txt', 'text ', ['text']],
    [
      'a comment in a module that it loads',
      'libs/a/lib.js',
      `// Says hello.\n${files['libs/a/lib.js']!}`,
      running,
    ],
    ['its script', 'libs/a/cli.cjs', `${cli}\n`, running],
    [
      'a file that every process looked for',
      'libs/a/data/later.txt',
      '',
      running.filter((one) => one !== 'throws'),
    ],
    ['a file that would be loaded in place of another', 'libs/a/lib', '', running],
    ['a module that it does not load', 'libs/a/unused.js', '1;', []],
    ['a file that it does not read', 'libs/a/notes.md', 'new', []],
    ['the version of a package that it loads', 'package-lock.json', lock('1.0.1', '1.0.0'), running],
    ['the version of another package', 'package-lock.json', lock('1.0.0', '1.0.1'), []],
  ])('counts by what it reads: %s', async (_name, path, text, expected) => {
    const before = (content as Readonly<Record<string, string>>)[path];
    workspace.files.write({ [path]: text });
    try {
      expect(await selected()).toEqual([...new Set([...expected, ...fallbacks])].sort());
    } finally {
      if (before === undefined) rmSync(join(workspace.root, path));
      else workspace.files.write({ [path]: before });
    }
  });

  it('counts by the variables that it reads, unless the test has set them', async () => {
    const readers = running.filter((one) => !['environment', 'throws', ...fallbacks].includes(one));
    expect(await selected({ REGION: 'eu' })).toEqual(readers.sort());
  });

  it('makes the whole project count if it is not traced, with the started program as the cause', async () => {
    const found = await diagnoseTask(workspace.task(), workspace.io({ env }));
    if (!found.ok) throw new Error(found.problem.kind);
    const causes = found.diagnosis.causes.map(
      ({ fallback, testFiles: of }) =>
        `${describeFallback(fallback).replace(/:\d+ /, ' ')}: ${of.map((one) => one.replace(/^libs\/a\/|\.test\.\w+$/g, '')).join()}`,
    );
    const file = (name: string) => Object.keys(tests).find((path) => path.includes(`/${name}.test.`))!;
    const unknown = "whose reads can't be traced";
    expect(causes.sort()).toEqual(
      [
        `libs/a/cli.cjs starts git, ${unknown}: git`,
        `libs/a/cli.cjs starts a thread that can't be traced: thread`,
        `${file('detached')} starts node cli.cjs, ${unknown}: detached`,
        `${file('pipe')} starts node cli.cjs, ${unknown}: pipe`,
        `${file('hooks')} starts node, ${unknown}: hooks`,
      ].sort(),
    );
  });
});
