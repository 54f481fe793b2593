import { describe, expect, it } from 'vitest';
import { InstallationFolders, installationRoots } from './installation-folders';

const folders = new InstallationFolders(['libs/a']);

describe('folders of installed packages', () => {
  it.each([
    'node_modules',
    'node_modules/dep/index.js',
    'libs/a/node_modules/@scope/dep',
    'node_modules/.pnpm/dep@1.0.0/node_modules/dep/index.js',
    'libs/a/node_modules/dep/fixtures/node_modules/x.js',
  ])('are those of the workspace and of its projects: %s', (path) => {
    expect(folders.isInstalled(path)).toBe(true);
  });

  it.each([
    'libs/a/fixtures/app/node_modules/dep/index.js',
    'libs/b/node_modules/dep/index.js',
    'libs/a/src/node_modules',
    'libs/a/node_modules.ts',
    'node_modules_of_test/x.js',
    '../node_modules/dep/index.js',
  ])('are none elsewhere: %s', (path) => {
    expect(folders.isInstalled(path)).toBe(false);
  });

  it('leave out folders of tools in a project, and nothing in a fixture', () => {
    const left = (folder: string) =>
      ['.git', '.nx', '.testmon', 'node_modules', 'src', 'vite.config.ts.timestamp-1-a0.mjs'].filter((name) =>
        folders.isLeftOut(folder, name),
      );
    const kept = ['.git', '.nx', '.testmon', 'node_modules', 'vite.config.ts.timestamp-1-a0.mjs'];
    expect(left('.')).toEqual(kept);
    expect(left('libs/a')).toEqual(kept);
    expect(left('libs/a/fixtures/app')).toEqual(['.testmon', 'vite.config.ts.timestamp-1-a0.mjs']);
  });

  it('are described by the roots of projects, unless there are too many', () => {
    const named = (root: string) => ({ name: root, root, dependencies: [] });
    expect(installationRoots({ projects: ['b', '.', 'a'].map(named) })).toEqual(['a', 'b']);
    const many = Array.from({ length: 10_000 }, (_, at) => named(`packages/package-${at}`));
    expect(installationRoots({ projects: many })).toEqual([]);
  });
});
