import { execFileSync } from 'node:child_process';
import { buildWorkspace } from '@nx-testmon/core';
import { createWorkspace, type TestWorkspace } from '@nx-testmon/testing';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { checkSetup } from './check-setup';

let files: TestWorkspace;
beforeEach(() => {
  files = createWorkspace({ 'package.json': '{ "name": "w", "version": "1.0.0" }', 'nx.json': {} });
});
afterEach(() => files[Symbol.dispose]());

/** The kinds of problems by the name of the check; an empty list where all is well. */
async function problems(kind: 'nx' | 'packages' = 'nx', nodeVersion = process.versions.node) {
  const workspace = buildWorkspace(files.root, { w: '.' }, {});
  const io = { env: { PATH: process.env['PATH'] }, now: Date.now, nodeVersion };
  const checks = await checkSetup({ workspace, kind, io });
  return Object.fromEntries(checks.map((check) => [check.name, check.problems.map((one) => one.kind)]));
}

test('a workspace that lacks everything has a problem for each', async () => {
  expect(await problems('nx', '20.1.0')).toEqual({
    node: ['unsupported-node'],
    plugin: ['plugin-not-registered'],
    store: ['store-missing'],
    lockfile: ['lockfile-missing'],
  });
});

test('a workspace that is set up has none, and nothing is written', async () => {
  execFileSync('git', ['init', '--quiet'], { cwd: files.root });
  files.write({
    // As Nx, with comments.
    'nx.json': '{ // targets of tests\n "plugins": [{ "plugin": "nx-testmon" }], }',
    '.gitignore': '.testmon\n',
    'package-lock.json': { lockfileVersion: 3, packages: { '': { name: 'w' } } },
  });
  expect(await problems()).toEqual({
    node: [],
    plugin: [],
    store: ['store-missing'],
    ignored: [],
    lockfile: [],
  });
  expect(execFileSync('git', ['status', '--short'], { cwd: files.root, encoding: 'utf8' })).not.toContain(
    '.testmon',
  );
});

test('a store that git does not ignore, a lockfile that can not be read, and other versions than locked', async () => {
  execFileSync('git', ['init', '--quiet'], { cwd: files.root });
  files.write({
    'package-lock.json': {
      lockfileVersion: 3,
      packages: {
        '': { name: 'w', dependencies: { left: '^1.0.0' } },
        'node_modules/left': { version: '1.0.0' },
      },
    },
    'node_modules/left/package.json': '{ "name": "left", "version": "1.2.0" }',
  });
  expect(await problems('packages')).toMatchObject({
    ignored: ['store-not-ignored'],
    lockfile: ['packages-not-as-locked'],
  });
  files.write({ 'package-lock.json': '{' });
  expect(await problems('packages')).toMatchObject({ lockfile: ['lockfile-unreadable'] });
});
