import { renderProblem } from '@nx-testmon/core';
import { createWorkspace, type TestWorkspace } from '@nx-testmon/testing';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readPlainWorkspace } from './read-plain-workspace';

let workspace: TestWorkspace;

beforeEach(() => {
  workspace = createWorkspace({});
});
afterEach(() => workspace[Symbol.dispose]());

/** A manifest with the name of its folder and one test script. */
const named = (name: string, test?: string) => ({
  name,
  ...(test === undefined ? {} : { scripts: { test } }),
});
const rootManifest = { ...named('root'), private: true, workspaces: ['packages/*'] };

/** Options of each target, by `project:target`. */
async function targets(): Promise<Record<string, unknown>> {
  const read = await readPlainWorkspace(workspace.root);
  if (!read.ok) throw new Error(JSON.stringify(read.problem));
  return Object.fromEntries(
    Object.entries(read.graph.nodes).flatMap(([project, { data }]) =>
      Object.entries(data.targets ?? {}).map(([name, { options }]) => [`${project}:${name}`, options]),
    ),
  );
}

test('packages are found by the configurations and scripts of all three test runners', async () => {
  workspace.write({
    'package.json': rootManifest,
    'packages/v/package.json': named('v'),
    'packages/v/vitest.config.mts': '',
    'packages/vite/package.json': named('vite'),
    'packages/vite/vite.config.ts': `export default { test: {} };`,
    'packages/build/package.json': named('build'),
    'packages/build/vite.config.ts': `export default { build: {} };`,
    'packages/j/package.json': named('j'),
    'packages/j/jest.config.cjs': '',
    'packages/held/package.json': { ...named('held'), jest: { testEnvironment: 'node' } },
    'packages/n/package.json': named('n', `TZ=UTC node --import tsx --test 'src/**/*.test.ts'`),
    'packages/compiled/package.json': named('compiled', 'tsc -b && node --test'),
    'packages/none/package.json': named('none', 'echo no tests'),
  });
  expect(await targets()).toEqual({
    'v:testmon': { config: 'vitest.config.mts' },
    'vite:testmon': { config: 'vite.config.ts' },
    'j:testmon': { config: 'jest.config.cjs', testRunner: 'jest' },
    'held:testmon': { config: 'package.json', testRunner: 'jest' },
    'n:testmon': { config: 'package.json', testRunner: 'node', env: { TZ: 'UTC' } },
  });
});

test('a root whose script is testmon runs the tests of the packages, and its own if it has any', async () => {
  workspace.write({
    'package.json': { ...rootManifest, scripts: { test: 'testmon run' } },
    'packages/a/package.json': named('a', 'vitest run'),
    'packages/a/a.test.ts': '',
  });
  expect(Object.keys(await targets())).toEqual(['a:testmon']);
  workspace.write({ 'tools/b.test.ts': '' });
  expect(Object.keys(await targets()).sort()).toEqual(['a:testmon', 'root:testmon']);
});

test('the flags and variables of a test script apply, unless the script is testmon itself', async () => {
  workspace.write({
    'package.json': rootManifest,
    'packages/bare/package.json': named('bare', 'vitest run --globals'),
    'packages/plain/package.json': named('plain', 'jest --runInBand'),
    'packages/esm/package.json': named(
      'esm',
      'node --experimental-vm-modules ../../node_modules/jest/bin/jest.js',
    ),
    'packages/esm/jest.config.mjs': '',
    'packages/ours/package.json': {
      ...named('ours'),
      scripts: { test: 'testmon run', slow: 'vitest run --project slow' },
    },
    'packages/ours/vitest.config.ts': '',
    'packages/default/package.json': named('default', 'testmon run'),
  });
  expect(await targets()).toEqual({
    'bare:testmon': { globals: true },
    'plain:testmon': { testRunner: 'jest', runInBand: true },
    'esm:testmon': {
      config: 'jest.config.mjs',
      testRunner: 'jest',
      env: { NODE_OPTIONS: '--experimental-vm-modules' },
    },
    'ours:testmon': { config: 'vitest.config.ts' },
    'default:testmon': {},
  });
});

test('a package with two test runners has a target for each', async () => {
  workspace.write({
    'package.json': named('both', 'node --test'),
    'vitest.config.ts': '',
    'jest.config.js': '',
  });
  expect(await targets()).toEqual({
    'both:testmon': { config: 'vitest.config.ts' },
    'both:testmon-jest': { config: 'jest.config.js', testRunner: 'jest' },
  });
});

test('a root configuration that lists the packages is ignored if it has no tests of its own', async () => {
  workspace.write({
    'package.json': rootManifest,
    'jest.config.js': `module.exports = { projects: ['packages/*'] };`,
    'packages/a/package.json': named('a'),
    'packages/a/jest.config.js': '',
    'packages/a/src/a.test.js': '',
  });
  expect(Object.keys(await targets())).toEqual(['a:testmon']);
  workspace.write({ 'packages/b/package.json': named('b'), 'packages/b/src/b.test.js': '' });
  expect(Object.keys(await targets())).toEqual(['root:testmon', 'a:testmon']);
});

test('the root of a workspace does not need a name', async () => {
  workspace.write({
    'package.json': { workspaces: ['packages/*'], scripts: { test: 'node --test tools' } },
    'packages/a/package.json': named('a', 'node --test'),
  });
  expect(Object.keys(await targets())).toEqual(['root:testmon', 'a:testmon']);
});

test.each<[string, Readonly<Record<string, string | object>>, RegExp]>([
  ['a manifest that is no JSON', { 'package.json': '{ "name": ' }, /could not be listed: .*JSON/],
  [
    'a package without a name',
    { 'package.json': rootManifest, 'packages/a/package.json': {} },
    /could not be listed: .*name/s,
  ],
  [
    'two packages of one name',
    {
      'package.json': rootManifest,
      'packages/a/package.json': named('a'),
      'packages/b/package.json': named('a'),
    },
    /Two packages of .* are named a\./,
  ],
])('%s is reported as a problem', async (_, files, problem) => {
  workspace.write(files);
  const read = await readPlainWorkspace(workspace.root);
  expect(read.ok ? 'no problem' : renderProblem(read.problem)).toMatch(problem);
});
