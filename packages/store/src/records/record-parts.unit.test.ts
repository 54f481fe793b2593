import { expect, test } from 'vitest';
import { isName, isAmount, LATEST, MAX_PATH, MAX_SUITE, validateTestFileId } from './record-parts';

const id = { suite: 'a:vitest.config.ts', path: 'a/a.test.ts' };

test('a name has at least one character and a maximum length', () => {
  expect(['a', 'ab', '', 'abc', 1, null, ['a']].map((value) => isName(value, 2))).toEqual([
    ...[true, true],
    ...[false, false, false, false, false],
  ]);
});

test('a time is valid for a date', () => {
  expect([0, LATEST].map(isAmount)).toEqual([true, true]);
  for (const value of [-1, LATEST + 1, NaN, Infinity, '0', null]) expect(isAmount(value)).toBe(false);
});

test('the id of a test file is read without other fields', () => {
  expect(validateTestFileId({ ...id, size: 1 })).toStrictEqual(id);
});

test.each([
  ['nothing', null],
  ['a text', 'a'],
  ['a list', ['a', 'b']],
  ['no suite', { path: id.path }],
  ['an empty path', { ...id, path: '' }],
  ['a path that is not text', { ...id, path: 1 }],
  ['a path that is too long', { ...id, path: 'a'.repeat(MAX_PATH + 1) }],
  ['a suite that is too long', { ...id, suite: 'a'.repeat(MAX_SUITE + 1) }],
])('%s is not an id of a test file', (_, value) => {
  expect(validateTestFileId(value)).toBeUndefined();
});
