import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import * as nodeModule from 'node:module';
import { createWorkspace, type TestWorkspace, type WorkspaceContent } from '@nx-testmon/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ReadTrace } from '@nx-testmon/core';
import type { ProcessKind } from './attribution/policies';
import { readsPreload } from '../preload-path';
import { readsEnvironment } from './reads-settings';

let workspace: TestWorkspace;
let root: string;

beforeEach(() => {
  workspace = createWorkspace({});
  root = workspace.root;
});

afterEach(() => workspace[Symbol.dispose]());

const write = (files: WorkspaceContent) => workspace.write(files);

interface Outcome {
  readonly trace: ReadTrace;
  readonly value: unknown;
}

/**
 * Runs a script in a traced process.
 *
 * @returns the value of the script, and the reads of the process
 */
function runTraced(kind: ProcessKind, script: string): Outcome {
  write({
    'script.cjs': `
      (async () => {
        const value = await (async () => { ${script} })();
        const { tracer } = process[Symbol.for('nx-testmon.reads')];
        process.stdout.write(JSON.stringify({ value, trace: tracer.traceOfProcess() }));
      })();`,
  });
  const settings = {
    root,
    installationRoots: ['p'],
    role: 'runner',
    kind,
    adapter: '/nowhere',
    packages: { runner: 'no-such-package' },
  } as const;
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    ['--require', readsPreload, join(root, 'script.cjs')],
    { cwd: root, env: { ...process.env, ...readsEnvironment(settings) }, encoding: 'utf8' },
  );
  expect([status, stderr]).toEqual([0, '']);
  return JSON.parse(stdout) as Outcome;
}

describe('a process with the preload script', () => {
  it('treats folders of a fixture as packages only where packages are installed', () => {
    write({
      'p/node_modules/real/index.js': '',
      'fixture/node_modules/dep/index.js': 'module.exports = 1;',
      'fixture/.git/HEAD': 'ref',
    });
    const { trace, value } = runTraced(
      'runner-process',
      `const fs = require('node:fs');
       fs.readFileSync('p/node_modules/real/index.js');
       return [require('./fixture/node_modules/dep'), fs.readdirSync('fixture', { recursive: true }).length,
         fs.existsSync('fixture/node_modules/more'), fs.readFileSync('fixture/.git/HEAD', 'utf8')];`,
    );
    expect(value).toEqual([1, 5, false, 'ref']);
    expect(trace.packages).toEqual(['p/node_modules/real']);
    expect(Object.keys(trace.folders).sort()).toEqual([
      'fixture',
      'fixture/.git',
      'fixture/node_modules',
      'fixture/node_modules/dep',
    ]);
    expect(trace.lookups).toMatchObject({ 'fixture/node_modules/more': 'missing' });
    expect(Object.keys(trace.files)).toEqual(['fixture/.git/HEAD']);
    const dep = 'fixture/node_modules/dep';
    expect(trace.modules).toMatchObject({
      [`${dep}/index.js`]: expect.any(String) as string,
      [`${dep}/package.json`]: 'missing',
    });
  });

  it('has loaded it as one file, and hides how it was loaded', () => {
    const { value } = runTraced(
      'runner-process',
      `return [Object.keys(require.cache), process.execArgv, process.env.NX_TESTMON_READS ?? null];`,
    );
    expect(value).toEqual([[readsPreload, join(root, 'script.cjs')], [], null]);
  });

  it('traces every form of the functions of fs', () => {
    write(Object.fromEntries(['a', 'b', 'c', 'd', 'e'].map((name) => [`${name}.txt`, name])));
    const { trace, value } = runTraced(
      'runner-process',
      `const fs = require('node:fs');
       const { promisify } = require('node:util');
       const { readFile } = await import('node:fs/promises');
       const texts = [
         fs.readFileSync('a.txt', 'utf8'),
         await new Promise((done) => fs.readFile('b.txt', 'utf8', (_, text) => done(text))),
         await fs.promises.readFile('c.txt', 'utf8'),
         await promisify(fs.readFile)('d.txt', 'utf8'),
         await readFile('e.txt', 'utf8'),
       ];
       fs.realpathSync.native('a.txt');
       fs.existsSync('none.txt');
       fs.readdirSync('.');
       return texts;`,
    );
    expect(value).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(Object.keys(trace.files).sort()).toEqual(['a.txt', 'b.txt', 'c.txt', 'd.txt', 'e.txt']);
    expect(trace.lookups).toMatchObject({ 'a.txt': 'file', 'none.txt': 'missing' });
    expect(Object.keys(trace.folders)).toEqual(['.']);
    expect(trace.fallbacks).toBeUndefined();
  });

  it('ignores folders that it creates under a generated name', () => {
    const { trace, value } = runTraced(
      'runner-process',
      `const fs = require('node:fs');
       const { basename } = require('node:path');
       const folder = fs.mkdtempSync('tmp-');
       fs.writeFileSync(folder + '/own.txt', 'own');
       fs.readFileSync(folder + '/own.txt');
       return basename(folder);`,
    );
    expect(trace).toMatchObject({ created: [value], files: {} });
  });

  it.each([
    ['node', `require('node:child_process').execFileSync(process.execPath, ['--version']);`],
    [
      'node none.cjs',
      `await new Promise((done) => require('node:child_process').fork('none.cjs', { stdio: 'ignore' }).on('exit', done));`,
    ],
    ['echo', `require('node:child_process').execSync('A=secret echo secret');`],
    ['echo', `require('node:child_process').spawnSync('echo secret', { shell: true });`],
    ['echo', `await new Promise((done) => require('node:child_process').exec('echo secret', done));`],
    [
      undefined,
      `const { Worker } = require('node:worker_threads'); await new Worker('', { eval: true }).terminate();`,
    ],
  ])('falls back if %s is started, and names it with the code that starts it', (subject, script) => {
    const { fallbacks } = runTraced('runner-process', script).trace;
    expect(fallbacks).toEqual([
      {
        kind: subject === undefined ? 'thread-started' : 'process-started',
        module: expect.stringMatching(/\.[cm]?js$/) as string,
        line: expect.any(Number) as number,
        ...(subject === undefined ? {} : { subject }),
      },
    ]);
  });

  it.each(['sqlite', 'wasi'])('is incomplete after node:%s is loaded', (name) => {
    const { trace } = runTraced(
      'test-file-worker',
      `process.removeAllListeners('warning'); require('node:${name}');`,
    );
    expect(trace.fallbacks).toEqual([{ kind: 'untraced-builtin', subject: `node:${name}` }]);
  });

  const reportsLoads = 'registerHooks' in nodeModule;

  it.runIf(reportsLoads)("traces the loads of Node's own loader, in a process of the test runner", () => {
    write({
      'config.cjs': 'module.exports = 1;',
      'node_modules/left/index.js': 'module.exports = 2;',
    });
    const { trace, value } = runTraced(
      'runner-process',
      `return [require('./config.cjs'), require('left')];`,
    );
    expect(value).toEqual([1, 2]);
    expect(Object.keys(trace.modules)).toContain('config.cjs');
    expect(trace.packages).toEqual(['node_modules/left']);
  });
});

describe('compiled code', () => {
  /** @returns names of the kept files after a process that had loaded a module was killed */
  function kept(loads: string, variables: Readonly<Record<string, string>> = {}): readonly string[] {
    const folder = join(root, 'compiled');
    write({
      'one.cjs': 'exports.one = () => 1;',
      'two.cjs': 'exports.two = () => 2;',
      'script.cjs': `
        require(${JSON.stringify(loads)});
        process[Symbol.for('nx-testmon.reads')].storeCompiledCode();
        process.kill(process.pid, 'SIGKILL');`,
    });
    const settings = {
      root,
      installationRoots: [],
      role: 'worker',
      kind: 'test-file-worker',
      adapter: '/nowhere',
      packages: { runner: 'no-such-package' },
      compiledCode: folder,
    } as const;
    const env = { ...process.env, ...readsEnvironment(settings), ...variables };
    spawnSync(process.execPath, ['--require', readsPreload, join(root, 'script.cjs')], { cwd: root, env });
    return existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: 'utf8' }) : [];
  }

  it('is stored before a worker is killed, and new code is added', () => {
    const first = kept('./one.cjs');
    expect(first.length).toBeGreaterThan(2);
    expect(kept('./one.cjs')).toEqual(first);
    expect(kept('./two.cjs').length).toBeGreaterThan(first.length);
  });

  it('is not kept if Node measures coverage or the user turns the cache off', () => {
    const variables = [{ NODE_DISABLE_COMPILE_CACHE: '1' }, { NODE_V8_COVERAGE: join(root, 'coverage') }];
    for (const one of variables) expect(kept('./one.cjs', one)).toEqual([]);
  });
});
