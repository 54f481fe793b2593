import { join } from 'node:path';
import type { ReadTrace, RunResult } from '@nx-testmon/core';
import { afterEach, describe, expect, it } from 'vitest';
import {
  installations,
  runApp,
  temporaryWorkspace,
  type TemporaryWorkspace,
} from './temporary-workspace.testing';
import { vitestRunner } from './vitest-runner';

const probes = {
  instrumenter: join(__dirname, '../../graph/dist/probes/open-instrumenter.js'),
  syntax: vitestRunner.syntax,
};

const files = {
  'vitest.config.mjs': `import { readFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
readFileSync(new URL('./config.txt', import.meta.url));
export default {
  plugins: [{ name: 'p', transform(code, id) { if (id.endsWith('plugged.js')) { readFileSync('plugin.txt'); return code; } } }],
  test: { setupFiles: ['./setup.js'], globalSetup: ['./global.js'] },
};`,
  'setup.js': `import fs from 'node:fs'; fs.readFileSync('setup.txt');`,
  'global.js': `import { promises } from 'node:fs';
export default async () => { await promises.readFile('global.txt'); return () => promises.stat('teardown.txt').catch(() => {}); };`,
  ...Object.fromEntries(['config', 'plugin', 'setup', 'global'].map((name) => [`${name}.txt`, name])),
  'fixtures/a.json': '{ "a": 1 }',
  'fixtures/b.json': '{ "b": 1 }',
  'fixtures/deep/c.txt': 'c',
  'fixtures/required.json': '{}',
  'src/plugged.js': `export const plugged = 1;`,
  'src/one.js': `export const one = () => 1;`,
  'src/__snapshots__/reads.test.js.snap': `// Vitest Snapshot v1, https://vitest.dev/guide/snapshot.html\n\nexports[\`reads 1\`] = \`\n"a\nb"\n\`;\n`,
  'src/reads.test.js': `import { beforeAll, expect, test } from 'vitest';
import * as fs from 'fs';
import { readFile, opendir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { promisify } from 'node:util';
import b from '../fixtures/b.json';
import { one } from './one.js';
import { plugged } from './plugged.js';
let text = '';
beforeAll(async () => { text = await readFile(new URL('../fixtures/a.json', import.meta.url), 'utf8'); });
test('reads', async () => {
  expect([JSON.parse(text).a, b.b, one(), plugged]).toEqual([1, 1, 1, 1]);
  expect(fs.readdirSync('fixtures', { recursive: true })).toContain('b.json');
  for await (const entry of await opendir('src')) expect(entry.name).toBeDefined();
  expect(fs.existsSync('later.txt')).toBe(false);
  await expect(promisify(fs.access)('never.txt')).rejects.toThrow();
  expect(await promisify(fs.exists)('fixtures/a.json')).toBe(true);
  createRequire(import.meta.url)('../fixtures/required.json');
  await new Promise((done) => fs.createReadStream('fixtures/deep/c.txt').on('close', done).resume());
  fs.readFileSync('src/one.js');
  fs.mkdirSync('tmp/deep', { recursive: true });
  fs.writeFileSync('tmp/deep/own.txt', 'x');
  expect(fs.readFileSync('tmp/deep/own.txt', 'utf8')).toBe('x');
  expect(fs.readdirSync('tmp')).toEqual(['deep']);
  fs.rmSync('tmp', { recursive: true });
  expect('a\\nb').toMatchSnapshot();
});`,
  'src/nothing.test.js': `import { expect, test } from 'vitest';
test('nothing', () => { expect([process.execArgv, Object.keys(process.env)].flat().join()).not.toMatch(/preload|READS/); });`,
  'src/invisible.test.js': `import { expect, test, vi } from 'vitest';
import fs, { readFileSync, promises } from 'node:fs';
import { one } from './one.js';
test('functions are what they were', () => {
  expect([fs.readFileSync.name, fs.readFileSync.length, fs.stat.length, promises.readFile.name]).toEqual(['readFileSync', 2, 1, 'readFile']);
  expect(Object.keys(fs)).toContain('readFileSync');
  expect(typeof fs.realpathSync.native).toBe('function');
  expect(readFileSync).toBe(fs.readFileSync);
  expect(() => fs.readFileSync('none.txt')).toThrow(/^ENOENT: no such file or directory, open 'none.txt'$/);
});
test('a spy records only the calls of the test', () => {
  const names = ['readFileSync', 'existsSync', 'statSync', 'openSync', 'realpathSync', 'readdirSync'];
  const spies = names.map((name) => vi.spyOn(fs, name));
  fs.existsSync('fixtures/a.json'); fs.statSync('fixtures/a.json'); fs.readdirSync('fixtures'); one();
  expect(spies.map((spy) => spy.mock.calls.length)).toEqual([0, 1, 1, 0, 0, 1]);
  spies[0].mockReturnValue('mocked');
  expect(fs.readFileSync('fixtures/deep/c.txt')).toBe('mocked');
  vi.restoreAllMocks();
});`,
  'src/mocked.test.js': `import { expect, test, vi } from 'vitest';
import fs from 'node:fs';
vi.mock('node:fs', () => ({ default: { readFileSync: () => 'memory' } }));
test('memory', () => { expect(fs.readFileSync('fixtures/a.json')).toBe('memory'); });`,
  'src/process.test.js': `import { expect, test } from 'vitest';
test('process', () => {
  const { execFileSync } = process.getBuiltinModule(['child', 'process'].join('_'));
  expect(execFileSync(process.execPath, ['--version'], { encoding: 'utf8' })).toMatch(/^v/);
});`,
};

const app = 'packages/app/';

function readsOf({ results }: RunResult, name: string): ReadTrace {
  const found = results.find(({ testFile }) => testFile.path.endsWith(name));
  expect(found?.reads, JSON.stringify(results)).toBeDefined();
  return found!.reads!;
}

const paths = (states: Readonly<Record<string, string>>): string[] =>
  Object.keys(states)
    .map((path) => path.replace(app, ''))
    .sort();

describe.each(installations)('tracing reads with Vitest $version', ({ folder, version }) => {
  let workspace: TemporaryWorkspace | undefined;
  afterEach(() => workspace?.dispose());

  it.each(['threads', 'forks', 'vmThreads', 'vmForks'])(
    'collects the reads of each test file, in the pool %s',
    async (pool) => {
      workspace = temporaryWorkspace(folder, files);
      const run = await runApp(workspace, { probes, runnerArguments: [`--pool=${pool}`] });
      expect(run.outcome, run.output).toBe('passed');

      const reads = readsOf(run, 'reads.test.js');
      expect(paths(reads.files)).toEqual([
        'fixtures/a.json',
        'fixtures/deep/c.txt',
        'setup.txt',
        'src/one.js',
      ]);
      expect(paths(reads.folders)).toEqual(['fixtures', 'fixtures/deep', 'src']);
      expect(reads.lookups).toMatchObject({
        [`${app}later.txt`]: 'missing',
        [`${app}never.txt`]: 'missing',
        [`${app}fixtures/a.json`]: 'file',
      });
      expect(paths(reads.modules)).toContain('src/__snapshots__/reads.test.js.snap');
      expect(paths(reads.modules)).toContain('fixtures/required.json');
      expect(reads.created).toContain(`${app}tmp`);
      expect(reads.loaded).toEqual(
        expect.arrayContaining(
          ['fixtures/b.json', 'src/one.js', 'src/plugged.js', 'setup.js'].map((path) => app + path),
        ),
      );
      expect(reads.fallbacks).toBeUndefined();

      // If test files share modules, a stream may belong to shared code: the call stack does not show its
      // owner.
      for (const name of ['nothing.test.js', 'mocked.test.js']) {
        const { files: read, includesEarlierTestFiles = false } = readsOf(run, name);
        const streamed = includesEarlierTestFiles ? ['fixtures/deep/c.txt'] : [];
        expect(paths(read).filter((path) => !streamed.includes(path))).toEqual(['setup.txt']);
      }
      expect(readsOf(run, 'process.test.js').fallbacks).toEqual([
        {
          kind: 'process-started',
          module: `${app}src/process.test.js`,
          line: expect.any(Number) as number,
          subject: 'node',
        },
      ]);
      expect(paths(run.reads!.files)).toEqual(['config.txt', 'global.txt', 'plugin.txt', 'teardown.txt']);
      expect([run.reads!.folders, run.reads!.fallbacks]).toEqual([{}, undefined]);
    },
    300_000,
  );

  it('traces nothing if nothing is collected', async () => {
    workspace = temporaryWorkspace(folder, files);
    const run = await runApp(workspace);
    expect(run.outcome, run.output).toBe('passed');
    expect(run.reads).toBeUndefined();
    expect(run.results.filter(({ reads }) => reads !== undefined)).toEqual([]);
    expect(run.results).toHaveLength(5);
  });

  it('reports why a trace is incomplete, or needs a fallback', async () => {
    workspace = temporaryWorkspace(folder, {
      'vitest.config.mjs': `import { spawnSync } from 'node:child_process';\nspawnSync(process.execPath, ['-v']);\nexport default {};`,
      'src/sqlite.test.js': `import { test } from 'vitest';\ntest('it', async () => { await import('node:sqlite'); });`,
    });
    const run = await runApp(workspace, { probes });
    expect(run.outcome, `${version} ${run.output}`).toBe('passed');
    expect(readsOf(run, 'sqlite.test.js').fallbacks).toEqual([
      { kind: 'untraced-builtin', subject: 'node:sqlite' },
    ]);
    expect(run.reads?.fallbacks).toEqual([
      expect.objectContaining({ kind: 'process-started', subject: 'node' }),
    ]);
  });

  it('needs no fallback because Vitest starts the type checker', async () => {
    workspace = temporaryWorkspace(folder, {
      'vitest.config.mjs': `export default { test: { typecheck: { enabled: true, tsconfig: 'tsconfig.json' } } };`,
      'tsconfig.json': `{"compilerOptions": {"module": "esnext", "moduleResolution": "bundler", "noEmit": true, "skipLibCheck": true, "types": []}, "include": ["src/*.ts"]}`,
      'src/number.test-d.ts': `import { expectTypeOf, test } from 'vitest';\ntest('it', () => { expectTypeOf(1).toEqualTypeOf<number>(); });`,
      'src/plain.test.js': `import { test } from 'vitest';\ntest('it', () => {});`,
    });
    const run = await runApp(workspace, { probes });
    expect(run.outcome, `${version} ${run.output}`).toBe('passed');
    expect(run.results).toHaveLength(2);
    expect(run.reads).toBeDefined();
    expect(run.reads?.fallbacks).toBeUndefined();
  });
});
