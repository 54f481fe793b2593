import { join } from 'node:path';
import { expect, test } from 'vitest';
import { bundledScripts } from './bundle/bundled-scripts.mts';
import { findLoadedFiles } from './find-loaded-files.mts';

const packages = join(import.meta.dirname, '../packages');

test.each(Object.entries(bundledScripts))(
  'all scripts of %s that a test runner loads are published',
  async (name, scripts) => {
    const loaded = await findLoadedFiles(join(packages, name));
    for (const path of scripts) expect(loaded).toContain(`dist/${path.replace(/ts$/, 'js')}`);
    expect(loaded).toContain('dist/index.js');
  },
);

test('modules that exist only in a bundle are not published', async () => {
  const jest = await findLoadedFiles(join(packages, 'jest'));
  expect(jest).not.toContain('dist/worker/chain-source-maps.js');
  expect(jest).not.toContain('dist/child/session.js');
  expect(jest).not.toContain('dist/jest-runner.js');
});

test('files that Nx loads by name are published', async () => {
  const nx = await findLoadedFiles(join(packages, 'nx'));
  for (const path of ['dist/executor/executor.js', 'dist/generators/init/init.js', 'dist/index.js'])
    expect(nx).toContain(path);
});

test('files that the entry points of a package share or load late are published', async () => {
  const cli = await findLoadedFiles(join(packages, 'cli'));
  for (const path of ['dist/bin.js', 'dist/chunks/run-cli.js', 'dist/chunks/open-workspace.js'])
    expect(cli).toContain(path);
  expect(cli).not.toContain('dist/run-cli.js');
});
