import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { InstallationFolders } from '@nx-testmon/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { writeWorkspace } from '../workspace.testing';
import { listFiles } from './list-files';
import { WatchedPaths } from './watched-paths';

const installations = new InstallationFolders(['packages/a']);

const folders = [
  '',
  'packages/',
  'packages/a/',
  'packages/a/dist/',
  'packages/a/node_modules/x/',
  'node_modules/x/',
];
const names = ['a.ts', 'b.log', '.env', '.env.local', 'dist', 'keep.log', '.testmon'];
const lines = [
  'dist',
  'dist/',
  '*.log',
  '!keep.log',
  '/a.ts',
  'packages',
  '!dist',
  '.env*',
  'packages/a',
  '[',
  '',
];

const contents = fc.record({
  paths: fc.uniqueArray(
    fc.tuple(fc.constantFrom(...folders), fc.constantFrom(...names)).map(([folder, name]) => folder + name),
    { minLength: 1, maxLength: 12 },
  ),
  ignored: fc.dictionary(
    fc.constantFrom('', 'packages/', 'packages/a/').map((folder) => `${folder}.gitignore`),
    fc.array(fc.constantFrom(...lines), { maxLength: 4 }).map((some) => `${some.join('\n')}\n`),
  ),
});

/** Leaves out paths that other paths need as folders. */
function withoutClashes(paths: readonly string[]): string[] {
  return paths.filter((path) => !paths.some((other) => other.startsWith(`${path}/`)));
}

test('a file counts if it is listed, and so does each folder above it', () => {
  fc.assert(
    fc.property(contents, ({ paths, ignored }) => {
      const files = withoutClashes(paths);
      const root = writeWorkspace({ ...Object.fromEntries(files.map((path) => [path, ''])), ...ignored });
      const watched = new WatchedPaths(root, installations);
      const listed = listFiles(root, installations);
      expect([...files, ...Object.keys(ignored)].filter((path) => watched.countsAsFile(path)).sort()).toEqual(
        listed,
      );
      for (const path of listed) {
        const parents = path.split('/').map((_, index, parts) => parts.slice(0, index).join('/') || '.');
        expect(parents.filter((folder) => !watched.countsAsFolder(folder))).toEqual([]);
      }
    }),
    { numRuns: 200 },
  );
});

test('ignored folders and folders of installed packages do not count', () => {
  const root = writeWorkspace({
    '.gitignore': 'dist/\n',
    'dist/a.js': '',
    'packages/a/fixtures/node_modules/x.js': '',
  });
  const watched = new WatchedPaths(root, installations);
  const folders = [
    'dist',
    'packages/a/dist',
    'node_modules',
    'packages/a/node_modules',
    '.git',
    '.testmon',
    '.nx',
  ];
  expect(folders.filter((folder) => watched.countsAsFolder(folder))).toEqual([]);
  expect(watched.countsAsFolder('packages/a/fixtures/node_modules')).toBe(true);
  expect(watched.countsAsFile('dist')).toBe(true);
});

test('the rules of the repository around a workspace apply', () => {
  const root = writeWorkspace({ '.gitignore': 'inner/*.log\n', 'inner/a.log': '', 'inner/a.ts': '' });
  execFileSync('git', ['init', '--quiet'], { cwd: root });
  const watched = new WatchedPaths(join(root, 'inner'), installations);
  expect(watched.countsAsFile('a.log')).toBe(false);
  expect(watched.countsAsFile('a.ts')).toBe(true);
});
