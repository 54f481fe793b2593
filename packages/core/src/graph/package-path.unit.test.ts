import { posix, win32 } from 'node:path';
import { describe, expect, test } from 'vitest';
import { nodeModulesEntryOf, packageFolderOf, packageNameOf } from './package-path';

describe.each([
  ['POSIX', posix, '/w'],
  ['Windows', win32, 'C:\\w'],
])('on %s', (_, rules, root) => {
  test.each([
    ['node_modules/a/index.js', 'a'],
    ['node_modules/a', 'a'],
    ['node_modules/@a/b/index.js', '@a/b'],
    ['node_modules/.pnpm/@a+b@1.0.0/node_modules/@a/b/index.js', '@a/b'],
    ['node_modules/a/my_node_modules/b/index.js', 'a'],
  ])('%s is part of the package %s', (path, name) => {
    expect(packageNameOf(rules.join(root, path))).toBe(name);
    expect(nodeModulesEntryOf(rules.join(root, path))).toBe(name);
  });

  test.each([
    ['node_modules/.cache/a.js', undefined, '.cache'],
    ['node_modules/a/node_modules/.cache/b.js', 'a', '.cache'],
    ['node_modules/@a', undefined, '@a'],
  ])('%s is part of the package %s and of the entry %s', (path, name, entry) => {
    expect(packageNameOf(rules.join(root, path))).toBe(name);
    expect(nodeModulesEntryOf(rules.join(root, path))).toBe(entry);
  });

  test.each(['src/a.js', 'node_modules', 'my_node_modules/a/index.js'])(
    '%s is not part of a package',
    (path) => {
      expect(packageNameOf(rules.join(root, path))).toBeUndefined();
      expect(nodeModulesEntryOf(rules.join(root, path))).toBeUndefined();
    },
  );
});

test('a relative path has a relative package folder', () => {
  expect(packageFolderOf('libs/a/node_modules/@a/b/index.js')).toBe('libs/a/node_modules/@a/b');
  expect(packageFolderOf('node_modules/a')).toBe('node_modules/a');
});
