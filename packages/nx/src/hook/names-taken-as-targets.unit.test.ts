import { expect, test } from 'vitest';
import { findNamesTakenAsTargets } from './names-taken-as-targets';

const find = (...words: readonly string[]) =>
  findNamesTakenAsTargets(['node', 'nx', 'run-many', ...words], new Set(['testmon', 'build']));

test('a second -t that names no task is the name of a test', () => {
  expect(find('-t', 'testmon', '-t', 'adds two')).toEqual(['adds two']);
  expect(find('-t', 'testmon', '-t=login')).toEqual(['login']);
});

test('targets, patterns of targets and arguments of the test runner are not such names', () => {
  expect(find('-t', 'testmon')).toEqual([]);
  expect(find('-t', 'testmon', '-t', 'build')).toEqual([]);
  expect(find('-t', 'testmon', '-t', 'lint,build')).toEqual([]);
  expect(find('-t', 'testmon', '-t', 'e2e-*')).toEqual([]);
  expect(find('-t', 'testmon', '--', '-t', 'adds two')).toEqual([]);
  expect(find('-t', 'testmon', '-t')).toEqual([]);
});
