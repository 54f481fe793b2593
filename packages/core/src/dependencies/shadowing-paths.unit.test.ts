import { describe, expect, it } from 'vitest';
import { shadowingPaths } from './shadowing-paths';

describe('paths that an import may find instead of a module', () => {
  it('have another extension that imports leave out, or none', () => {
    expect(shadowingPaths('a/b.ts', ['.mjs', '.ts'])).toEqual(['a/b', 'a/b.mjs']);
  });

  it('include files with the name of a folder, and its manifest', () => {
    expect(shadowingPaths('a/index.ts', ['.js', '.ts'])).toEqual([
      'a/index',
      'a/index.js',
      'a.js',
      'a.ts',
      'a/package.json',
    ]);
  });

  it('do not exist for a file that imports name with its extension', () => {
    expect(shadowingPaths('a/b.txt', ['.ts'])).toEqual([]);
  });
});
