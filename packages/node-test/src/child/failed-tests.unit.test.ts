import { expect, test } from 'vitest';
import { FailedTests } from './failed-tests';
import type { TestEvent } from './test-events';

const starts = (name: string, nesting: number, file = '/a.test.js'): TestEvent => ({
  type: 'test:dequeue',
  data: { name, nesting, file },
});
const fails = (name: string, nesting: number, failureType: string, file = '/a.test.js'): TestEvent => ({
  type: 'test:complete',
  data: { name, nesting, file, details: { error: { failureType } } },
});
const passes = (name: string, nesting: number): TestEvent => ({
  type: 'test:complete',
  data: { name, nesting, file: '/a.test.js', details: {} },
});

function failedOf(events: readonly TestEvent[], file = '/a.test.js'): string[] {
  const failedTests = new FailedTests();
  for (const event of events) failedTests.receive(event);
  return failedTests.take(file);
}

test('a failed test is named with the tests around it, and these are not named because of it', () => {
  expect(
    failedOf([
      starts('outer', 0),
      ...[starts('inner', 1), fails('inner', 1, 'testCodeFailure')],
      ...[starts('other', 1), passes('other', 1)],
      fails('outer', 0, 'subtestsFailed'),
      ...[starts('alone', 0), fails('alone', 0, 'testTimeoutFailure')],
    ]),
  ).toEqual(['outer > inner', 'alone']);
});

test('tests of files that run at the same time are not mixed', () => {
  const events = [
    starts('one', 0),
    starts('two', 0, '/b.test.js'),
    ...[starts('inner', 1), fails('inner', 1, 'testCodeFailure')],
    ...[starts('inner', 1, '/b.test.js'), fails('inner', 1, 'testCodeFailure', '/b.test.js')],
  ];
  expect(failedOf(events)).toEqual(['one > inner']);
  expect(failedOf(events, '/b.test.js')).toEqual(['two > inner']);
});

test('the first hundred of very many failed tests are collected', () => {
  const many = Array.from({ length: 500 }, (_, at) => fails(`t${at}`, 0, 'testCodeFailure'));
  expect(failedOf(many)).toHaveLength(100);
});
