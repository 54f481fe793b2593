import { join } from 'node:path';
import { expect, test } from 'vitest';
import { writeWorkspace } from '../workspace.testing';
import { globFiles } from './glob-files';

test('an error that is not about a folder is thrown, because an empty list would mean that there are no files', () => {
  const root = writeWorkspace({ 'a.test.ts': '', 'b/b.test.ts': '' });
  const glob = (fail: (name: string) => boolean) =>
    globFiles(root, ['**/*.test.ts'], [], (_folder, name) => {
      if (fail(name)) throw new Error('no good');
      return false;
    });
  expect(glob(() => false)).toHaveLength(2);
  expect(() => glob((name) => name === 'b.test.ts')).toThrow('no good');
});

test('a missing folder and an empty pattern match nothing', () => {
  const root = writeWorkspace({ 'a.test.ts': '' });
  expect(globFiles(join(root, 'missing'), ['**/*'], [])).toEqual([]);
  expect(globFiles(root, [''], [])).toEqual([]);
  expect(globFiles(root, ['', '*.test.ts'], [''])).toEqual([join(root, 'a.test.ts')]);
});
