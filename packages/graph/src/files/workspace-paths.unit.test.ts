import { relative } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { foldersUpward, fromWorkspacePath, isInside, toWorkspacePath } from './workspace-paths';

test('a path below the root is what node:path says it is, however it is written', () => {
  const segments = fc.array(fc.constantFrom('a', 'b.ts', '..', '.', '', '...', '.env', 'ws', 'ü x'), {
    maxLength: 6,
  });
  fc.assert(
    fc.property(segments, (parts) => {
      const path = relative('/ws', `/ws/${parts.join('/')}`) || '.';
      const expected = path === '..' || path.startsWith('../') ? undefined : path;
      expect(toWorkspacePath('/ws', `/ws/${parts.join('/')}`)).toBe(expected);
    }),
  );
  expect(toWorkspacePath('/ws', '/ws')).toBe('.');
  expect(toWorkspacePath('/ws', '/wsx/a')).toBeUndefined();
  expect(fromWorkspacePath('/ws', '.')).toBe('/ws');
});

test('folders upward end at the root', () => {
  expect([...foldersUpward('a/b')]).toEqual(['a/b', 'a', '.']);
  expect([...foldersUpward('.')]).toEqual(['.']);
  expect(['a', 'a/b', 'ab'].map((path) => isInside('a', path))).toEqual([true, true, false]);
});
