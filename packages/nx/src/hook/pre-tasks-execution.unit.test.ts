import { afterEach, expect, test, vi } from 'vitest';
import { preTasksExecution } from './pre-tasks-execution';

afterEach(() => vi.unstubAllEnvs());

const dropping = ['nx', 'run-many', '-t', 'testmon', '--nocollect', '--', '--reporter=dot'];

test('each command gets a new id, even if the variable is already set', () => {
  vi.stubEnv('NX_TESTMON_EXEC_ID', 'old');
  preTasksExecution(undefined, { argv: [] });
  const first = process.env['NX_TESTMON_EXEC_ID'];
  preTasksExecution(undefined, { argv: [] });
  expect(first).toMatch(/^\d{8}T\d{9}Z-[0-9a-f-]{36}$/);
  expect(process.env['NX_TESTMON_EXEC_ID']).not.toBe(first);
});

test('the hook is synchronous, because an asynchronous one would mix up commands', () => {
  expect(preTasksExecution(undefined, { argv: dropping })).toBeUndefined();
  expect(process.env['NX_TESTMON_ARGV_OPTIONS']).toBe('{"nocollect":true}');
});

test('options of one command never reach the next', () => {
  preTasksExecution(undefined, { argv: dropping });
  preTasksExecution(undefined, { argv: ['nx', 'run-many', '-t', 'testmon'] });
  expect(process.env['NX_TESTMON_ARGV_OPTIONS']).toBe('');
});

test('the number of parallel tasks is that of the command line, or none', () => {
  preTasksExecution(undefined, { argv: ['nx', 'run-many', '-t', 'testmon', '--parallel=7'] });
  expect(process.env['NX_TESTMON_PARALLEL']).toBe('7');
  preTasksExecution(undefined, { argv: ['nx', 'run-many', '-t', 'testmon'] });
  expect(process.env['NX_TESTMON_PARALLEL']).toBe('');
});

test('the hook only assigns variables, because only assignments reach tasks', () => {
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
  expect(Object.keys(assigned).sort()).toEqual([
    'NX_TESTMON_ARGV_OPTIONS',
    'NX_TESTMON_EXEC_ID',
    'NX_TESTMON_PARALLEL',
  ]);
});

test.each([[{}], [undefined], [{ argv: 7 }], [{ argv: [null, '--'] }]])(
  'the context %j does not make it throw, which would end the command',
  (context) => {
    expect(() => preTasksExecution(undefined, context as never)).not.toThrow();
    expect(process.env['NX_TESTMON_EXEC_ID']).toBeTruthy();
  },
);
