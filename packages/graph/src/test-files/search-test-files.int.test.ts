import { expect, test } from 'vitest';
import { link, writeWorkspace } from '../workspace.testing';
import { searchTestFiles } from './search-test-files';

const search = {
  roots: ['app'],
  extensions: ['.js', '.ts'],
  testMatch: ['**/__tests__/**/*.[jt]s?(x)', '**/?(*.)+(spec|test).[jt]s?(x)'],
  testRegex: [],
  ignore: ['/node_modules/'],
};

function found(files: readonly string[], changes: Partial<typeof search> | object = {}): string[] {
  const root = writeWorkspace(Object.fromEntries(files.map((path) => [path, ''])));
  link(root, 'app/linked', 'src');
  return searchTestFiles(root, { ...search, ...changes });
}

test('finds the files that the default patterns match, also in hidden folders, and follows no link', () => {
  const files = [
    'app/src/a.test.ts',
    'app/src/b.spec.js',
    'app/src/.hidden/c.test.ts',
    'app/src/__tests__/d.ts',
    'app/src/[id]/e.test.ts',
  ];
  const others = [
    'app/src/f.test.tsx',
    'app/src/g.ts',
    'app/node_modules/h.test.js',
    'app/.git/i.test.js',
    'b/j.test.js',
  ];
  expect(found([...files, ...others])).toEqual([...files].sort());
});

test('patterns that begin with the workspace root match in a workspace at any path', () => {
  const files = ['app/src/a.check.ts', 'app/lib/b.check.ts', 'app/old/c.check.ts'];
  const testMatch = ['<workspace>/app/**/*.check.ts', '!**/old/**'];
  expect(found(files, { testMatch })).toEqual(['app/lib/b.check.ts', 'app/src/a.check.ts']);
  const testRegex = ['<workspace>/app/src/.*\\.check\\.ts$'];
  expect(found(files, { testMatch: [], testRegex })).toEqual(['app/src/a.check.ts']);
  expect(found(files, { testMatch: ['**/*.check.ts'], ignore: ['<workspace>/app/lib', 'old'] })).toEqual([
    'app/src/a.check.ts',
  ]);
});

test('a missing folder has no test files', () => {
  expect(found(['app/a.test.ts'], { roots: ['nowhere'] })).toEqual([]);
});
