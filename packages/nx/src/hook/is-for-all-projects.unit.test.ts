import { expect, test } from 'vitest';
import { isForAllProjects } from './is-for-all-projects';

test.each([
  ['run-many -t testmon', true],
  ['run-many -t testmon --nocollect -- -p x', true],
  ['run-many -t testmon -p a,b', false],
  ['run-many -t testmon --projects=a', false],
  ['run-many -t testmon -pa', false],
  ['run-many -t testmon --exclude a', false],
  ['affected -t testmon', false],
  ['run app:testmon', false],
])('whether `nx %s` is for all projects: %s', (words, isForAll) => {
  expect(isForAllProjects(['node', 'nx', ...words.split(' ')])).toBe(isForAll);
});
