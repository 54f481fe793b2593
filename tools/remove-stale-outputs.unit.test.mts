import { existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { createWorkspace, type TestWorkspace } from '@nx-testmon/testing';
import { afterEach, beforeEach, expect, test } from 'vitest';

const { removeStaleOutputs } = createRequire(import.meta.url)('./remove-stale-outputs.cjs') as {
  readonly removeStaleOutputs: (folder: string) => string[];
};

let workspace: TestWorkspace;
let folder: string;
beforeEach(() => {
  workspace = createWorkspace({});
  folder = workspace.root;
});
afterEach(() => workspace[Symbol.dispose]());

function write(...paths: string[]): void {
  for (const path of paths) workspace.write({ [path]: '' });
}

function filesInDist(): string[] {
  const entries = readdirSync(join(folder, 'dist'), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 'dist/'.length + 1))
    .sort();
}

const outputsOf = (name: string, kind: '' | 'm' = '') =>
  [`${name}.d.${kind}ts`, `${name}.${kind}js`, `${name}.${kind}js.map`].map((path) => `dist/${path}`);

test('the outputs of a deleted source are removed, and all others stay', () => {
  write('src/index.ts', 'src/child/run.mts', 'src/options.json.ts');
  const current = [...outputsOf('index'), ...outputsOf('child/run', 'm'), ...outputsOf('options.json')];
  write(...current, ...outputsOf('renamed'), ...outputsOf('child/renamed', 'm'));
  expect(removeStaleOutputs(folder).sort()).toEqual(
    [...outputsOf('child/renamed', 'm'), ...outputsOf('renamed')].map((path) => path.slice(5)).sort(),
  );
  expect(filesInDist()).toEqual(current.map((path) => path.slice(5)).sort());
  expect(removeStaleOutputs(folder)).toEqual([]);
});

test('the outputs of a source that became a test, or a module of another kind, are removed', () => {
  write('src/cart.testing.ts', 'src/setup.mts');
  write(...outputsOf('cart.testing'), ...outputsOf('setup'), ...outputsOf('setup', 'm'));
  removeStaleOutputs(folder);
  expect(filesInDist()).toEqual(['setup.d.mts', 'setup.mjs', 'setup.mjs.map']);
});

test('a folder that becomes empty is removed, a folder with outputs is not', () => {
  write('src/kept/a.ts', ...outputsOf('kept/a'), ...outputsOf('kept/gone/b'), ...outputsOf('moved/deep/c'));
  removeStaleOutputs(folder);
  expect(['dist/kept', 'dist/kept/gone', 'dist/moved'].map((path) => existsSync(join(folder, path)))).toEqual(
    [true, false, false],
  );
});

test('files that entry points share have no source and stay', () => {
  write('src/index.ts', 'dist/chunks/shared.js', 'dist/chunks/shared.js.map');
  expect(removeStaleOutputs(folder)).toEqual([]);
});

test('a package that was never compiled has nothing to remove', () => {
  write('src/index.ts');
  expect(removeStaleOutputs(folder)).toEqual([]);
});
