import { expect, test } from 'vitest';
import { parseHunks } from './changed-lines';

test.each([
  ['changed lines', '@@ -3,2 +3,4 @@ function f() {', [{ first: 3, last: 6 }]],
  ['one line', '@@ -3 +5 @@', [{ first: 5, last: 5 }]],
  ['a deletion counts for the lines around it', '@@ -3,2 +2,0 @@', [{ first: 2, last: 3 }]],
  [
    'several hunks',
    '@@ -1 +1 @@\n-a\n+b\n@@ -9,0 +10,2 @@\n+c\n+d',
    [
      { first: 1, last: 1 },
      { first: 10, last: 11 },
    ],
  ],
  ['text that looks like a hunk', '@@ -1 +1 @@\n-a\n+@@ -7 +7 @@', [{ first: 1, last: 1 }]],
  ['no text', 'Binary files a/a.png and b/a.png differ', []],
])('%s', (_name, patch, expected) => {
  expect(parseHunks(patch)).toEqual(expected);
});
