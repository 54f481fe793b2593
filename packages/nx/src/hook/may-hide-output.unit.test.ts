import { expect, test } from 'vitest';
import { mayHideOutput } from './may-hide-output';

test.each([
  ['run-many -t testmon', true],
  ['affected -t testmon', true],
  ['run app:testmon', false],
  ['testmon app -- run-many', false],
])('whether `nx %s` may hide the output of its tasks: %s', (words, mayHide) => {
  expect(mayHideOutput(['node', 'nx', ...words.split(' ')])).toBe(mayHide);
});
