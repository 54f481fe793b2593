import { expect, test } from 'vitest';
import { count } from './count';

test.each([
  [0, 'test file', undefined, '0 test files'],
  [1, 'test file', undefined, '1 test file'],
  [2, 'test file', undefined, '2 test files'],
  [1, 'pass', 'passes', '1 pass'],
  [3, 'pass', 'passes', '3 passes'],
])('%d of %s', (number, noun, plural, text) => {
  expect(count(number, noun, plural)).toBe(text);
});
