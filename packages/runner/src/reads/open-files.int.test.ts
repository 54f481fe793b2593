import { spawnSync } from 'node:child_process';
import type { ReadTrace } from '@nx-testmon/core';
import { createWorkspace } from '@nx-testmon/testing';
import { describe, expect, it } from 'vitest';
import { readsPreload } from '../preload-path';
import { readsEnvironment } from './reads-settings';

/** The trace of a script in a process that can open few files. The shell sets the limit, because Node can't. */
function traceWithFewOpenFiles(script: string): ReadTrace {
  using workspace = createWorkspace({
    'a.txt': 'a',
    'data/b.txt': 'b',
    'script.cjs': `
      const fs = require('node:fs');
      const times = Array.from({ length: 300 });
      (async () => {
        ${script}
        const { tracer } = process[Symbol.for('nx-testmon.reads')];
        fs.writeSync(1, JSON.stringify(tracer.traceOfProcess()));
      })();`,
  });
  const settings = {
    root: workspace.root,
    installationRoots: [],
    role: 'runner',
    kind: 'runner-process',
    adapter: '/nowhere',
    packages: { runner: 'no-such-package' },
  } as const;
  const { stdout, stderr, status } = spawnSync(
    'sh',
    [
      '-c',
      'ulimit -n 100; exec "$0" "$@"',
      process.execPath,
      '--require',
      readsPreload,
      workspace.path('script.cjs'),
    ],
    { cwd: workspace.root, env: { ...process.env, ...readsEnvironment(settings) }, encoding: 'utf8' },
  );
  expect([status, stderr]).toEqual([0, '']);
  return JSON.parse(stdout) as ReadTrace;
}

describe.skipIf(process.platform === 'win32')('with too many open files (not on Windows)', () => {
  it.each([
    ['thrown', `try { for (const _ of times) fs.openSync('a.txt'); } catch {}`],
    [
      'passed to a callback',
      `await Promise.all(times.map(() => new Promise((done) => fs.open('a.txt', done))));`,
    ],
    ['a rejection', `await Promise.all(times.map(() => fs.promises.open('a.txt').catch(() => undefined)));`],
  ])('a trace is incomplete if an error of a later read of the same file is %s', (_, script) => {
    expect(traceWithFewOpenFiles(script).fallbacks).toEqual([{ kind: 'open-files', subject: 'EMFILE' }]);
  });

  it.each([
    ['fs.promises.glob', `for await (const _ of fs.promises.glob('data/*.txt'));`],
    ['fs.glob', `await new Promise((done) => fs.glob('data/*.txt', done));`],
    ['fs.globSync', `fs.globSync('data/*.txt');`],
  ])('a trace is incomplete if %s ignores the error', (_, script) => {
    const before = `for (const one of ['data', '.']) fs.readdirSync(one, { recursive: true });`;
    const open = `const open = process.binding('fs').open;
      try { for (const _ of times) open('/dev/null', 0, 0o666); } catch {}`;
    const { fallbacks = [] } = traceWithFewOpenFiles(
      `process.removeAllListeners('warning'); ${before} ${open} ${script}`,
    );
    expect(fallbacks).toContainEqual({ kind: 'open-files', subject: 'EMFILE' });
  });

  it('a trace is complete if only paths are the reason for errors', () => {
    const trace = traceWithFewOpenFiles(
      `try { fs.readFileSync('none.txt'); } catch {}
       await fs.promises.readFile('a.txt/none').catch(() => undefined);
       await new Promise((done) => fs.readdir('none', done));`,
    );
    expect(trace.fallbacks).toBeUndefined();
  });
});
