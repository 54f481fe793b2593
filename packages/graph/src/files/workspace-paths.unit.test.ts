import { expect, test } from 'vitest';
import { foldersUpward, isInside } from './workspace-paths';

test('folders upward end at the root', () => {
  expect([...foldersUpward('a/b')]).toEqual(['a/b', 'a', '.']);
  expect([...foldersUpward('.')]).toEqual(['.']);
});

test('a folder holds itself and what lies below it, and no folder whose name only begins like its own', () => {
  expect(['a', 'a/b', 'ab'].map((path) => isInside('a', path))).toEqual([true, true, false]);
  expect(['.', 'a/b'].map((path) => isInside('.', path))).toEqual([true, true]);
});
