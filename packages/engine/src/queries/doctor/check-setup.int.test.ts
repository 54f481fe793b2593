import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildWorkspace } from '@nx-testmon/core';
import { createWorkspace, repository, systemEnvironment, type TestWorkspace } from '@nx-testmon/testing';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { checkSetup } from './check-setup';
import { supportedNx } from './check-versions';

let files: TestWorkspace;
beforeEach(() => {
  files = createWorkspace({ 'package.json': '{ "name": "w", "version": "1.0.0" }', 'nx.json': {} });
});
afterEach(() => files[Symbol.dispose]());

function check(
  kind: 'nx' | 'packages' = 'nx',
  {
    nodeVersion = process.versions.node,
    env = {},
  }: { nodeVersion?: string; env?: Record<string, string> } = {},
) {
  const workspace = buildWorkspace(files.root, { w: '.' }, {});
  const io = { env: { ...systemEnvironment, ...env }, clock: Date.now, nodeVersion };
  return checkSetup({ workspace, kind, version: '0.1.0', io });
}

/** The kinds of problems by the name of the check; an empty list if there are none. */
async function problems(...args: Parameters<typeof check>) {
  const checks = await check(...args);
  return Object.fromEntries(checks.map(({ name, problems: some }) => [name, some.map(({ kind }) => kind)]));
}

/** The checks that depend on the installed versions pass in an empty temporary folder. */
const versions = { node: [], 'nx-testmon': [], nx: [], sqlite: [] };

test('a workspace that lacks everything has a problem for each check', async () => {
  expect(await problems('nx', { nodeVersion: '20.1.0' })).toEqual({
    ...versions,
    node: ['unsupported-node'],
    plugin: ['plugin-not-registered'],
    store: ['store-missing'],
    lockfile: ['lockfile-missing'],
    variables: [],
  });
});

test('a workspace that is set up has no problems, and nothing is written', async () => {
  execFileSync('git', ['init', '--quiet'], { cwd: files.root });
  files.write({
    // Nx accepts comments in this file.
    'nx.json': '{ // targets of tests\n "plugins": [{ "plugin": "nx-testmon" }], }',
    '.gitignore': '.testmon\n',
    'package-lock.json': { lockfileVersion: 3, packages: { '': { name: 'w' } } },
  });
  expect(await problems()).toEqual({
    ...versions,
    plugin: [],
    store: ['store-missing'],
    ignored: [],
    history: [],
    lockfile: [],
    variables: [],
  });
  expect(execFileSync('git', ['status', '--short'], { cwd: files.root, encoding: 'utf8' })).not.toContain(
    '.testmon',
  );
});

test('projects whose selection an audit has turned off are named', async () => {
  files.write({ '.testmon/breakers/app.json': '{' });
  expect(await problems('packages')).toMatchObject({ selection: ['breaker-unreadable'] });
});

test("a store that git does not ignore, a lockfile that can't be read, and other versions than the locked ones are problems", async () => {
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
  const lockfile = (await check('packages')).find(({ name }) => name === 'lockfile');
  expect(lockfile?.problems).toMatchObject([
    { packages: ['left 1.2.0 in place of 1.0.0'], command: 'npm install' },
  ]);
  // A line in .gitignore does not affect committed files.
  files.write({ '.gitignore': '.testmon\n', '.testmon/testmondata.db': '' });
  execFileSync('git', ['add', '--force', '.testmon'], { cwd: files.root });
  expect(await problems('packages')).toMatchObject({ ignored: ['store-committed'] });
  execFileSync('git', ['rm', '-r', '--quiet', '--cached', '.testmon'], { cwd: files.root });
  expect(await problems('packages')).toMatchObject({ ignored: [] });
  files.write({ 'package-lock.json': '{' });
  expect(await problems('packages')).toMatchObject({ lockfile: ['lockfile-unreadable'] });
});

test('versions of Nx and of nx-testmon that do not fit are problems', async () => {
  const install = (name: string, version: string) =>
    files.write({ [`node_modules/${name}/package.json`]: { name, version } });
  install('nx', '23.2.1');
  install('nx-testmon', '0.1.0');
  const found = (await check()).map((one) => one.found);
  expect(found).toEqual(expect.arrayContaining(['Nx 23.2.1', 'nx-testmon 0.1.0']));
  expect(found).toContainEqual(expect.stringMatching(/^better-sqlite3 \d+\.\d+\.\d+ can be loaded$/));
  for (const [version, kind] of [
    ['20.8.4', 'nx-too-old'],
    ['25.0.0', 'nx-too-new'],
  ] as const) {
    install('nx', version);
    expect(await problems()).toMatchObject({ nx: [kind] });
  }
  install('nx-testmon', '0.2.0');
  expect(await problems()).toMatchObject({ 'nx-testmon': ['versions-differ'] });
});

test('the supported versions of Nx are those of the manifest of the plugin', () => {
  const text = readFileSync(join(repository, 'packages/nx/package.json'), 'utf8');
  const { peerDependencies } = JSON.parse(text) as { peerDependencies: Record<string, string> };
  expect(peerDependencies['nx']).toBe(`>=${supportedNx.oldest} <${supportedNx.newest + 1}`);
});

test('a shallow clone is reported', async () => {
  const git = (...args: readonly string[]) => execFileSync('git', args, { cwd: files.root, stdio: 'pipe' });
  git('init', '--quiet');
  git('add', '-A');
  const author = ['-c', 'user.name=a', '-c', 'user.email=a@b.c'];
  for (const message of ['one', 'two'])
    git(...author, 'commit', '--quiet', '--allow-empty', '--no-gpg-sign', '-m', message);
  expect((await check()).find(({ name }) => name === 'history')?.found).toBe(
    'the clone has the whole history',
  );
  using clone = createWorkspace({});
  execFileSync('git', ['clone', '--quiet', '--depth=1', `file://${files.root}`, clone.path('w')]);
  const workspace = buildWorkspace(clone.path('w'), { w: '.' }, {});
  const io = { env: systemEnvironment, clock: Date.now, nodeVersion: process.versions.node };
  const checks = await checkSetup({ workspace, kind: 'nx', version: '0.1.0', io });
  expect(checks.find(({ name }) => name === 'history')?.found).toMatch(
    /^the clone is shallow, .*`nx affected`/,
  );
});

test('in CI, a missing store was not restored', async () => {
  const found = await problems('nx', { env: { CI: 'true' } });
  expect(found).toMatchObject({ ci: ['store-not-restored'] });
  expect(found).not.toHaveProperty('store');
});
