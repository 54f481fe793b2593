import { expect, test } from 'vitest';
import { listNames } from './list-names';

test.each([
  [[], ''],
  [['a'], 'a'],
  [['a', 'b'], 'a, b'],
  [['a', 'b', 'c'], 'a, b and 1 more'],
  [['a', 'b', 'c', 'd'], 'a, b and 2 more'],
])('%j is listed as %j where two names fit', (names, text) => {
  expect(listNames(names, 2)).toBe(text);
});
