import { afterEach, expect, test, vi } from 'vitest';
import { preTasksExecution } from './pre-tasks-execution';

afterEach(() => vi.unstubAllEnvs());

const dropping = ['nx', 'run-many', '-t', 'testmon', '--nocollect', '--', '--reporter=dot'];

test('each command has an id of its own, whatever the variables said before', () => {
  vi.stubEnv('NX_TESTMON_EXEC_ID', 'old');
  preTasksExecution(undefined, { argv: [] });
  const first = process.env['NX_TESTMON_EXEC_ID'];
  preTasksExecution(undefined, { argv: [] });
  expect(first).toMatch(/^\d{8}T\d{9}Z-[0-9a-f-]{36}$/);
  expect(process.env['NX_TESTMON_EXEC_ID']).not.toBe(first);
});

test('it has done its work when it returns, because a hook that waits mixes up commands', () => {
  expect(preTasksExecution(undefined, { argv: dropping })).toBeUndefined();
  expect(process.env['NX_TESTMON_ARGV_OPTIONS']).toBe('{"nocollect":true}');
});

test('options of one command never reach the next', () => {
  preTasksExecution(undefined, { argv: dropping });
  preTasksExecution(undefined, { argv: ['nx', 'run-many', '-t', 'testmon'] });
  expect(process.env['NX_TESTMON_ARGV_OPTIONS']).toBe('');
});

test('all it does are assignments, the only thing that reaches tasks from another process', () => {
  const assigned: Record<string, string> = {};
  const original = process.env;
  process.env = new Proxy(original, {
    set: (_target, key, value) => ((assigned[String(key)] = String(value)), true),
    deleteProperty: () => expect.fail('a deleted variable would not reach the tasks'),
  });
  try {
    preTasksExecution(undefined, { argv: [] });
  } finally {
    process.env = original;
  }
  expect(Object.keys(assigned).sort()).toEqual(['NX_TESTMON_ARGV_OPTIONS', 'NX_TESTMON_EXEC_ID']);
});

test.each([[{}], [undefined], [{ argv: 7 }], [{ argv: [null, '--'] }]])(
  'the context %j does not make it throw, which would end the command',
  (context) => {
    expect(() => preTasksExecution(undefined, context as never)).not.toThrow();
    expect(process.env['NX_TESTMON_EXEC_ID']).toBeTruthy();
  },
);
