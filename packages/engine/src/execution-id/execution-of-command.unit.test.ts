import { expect, it } from 'vitest';
import { findExecutionOfCommand } from './execution-of-command';
import type { ProcessInfo } from './processes';

const processes: Record<number, ProcessInfo> = {
  10: { parent: 1, startTime: '5', words: ['/bin/bash'] },
  20: { parent: 10, startTime: '6', words: ['npm exec turbo run test'] },
  21: { parent: 20, startTime: '7', words: ['sh', '-c', 'turbo run test'] },
  22: { parent: 21, startTime: '8', words: ['/w/node_modules/.bin/turbo', 'run', 'test'] },
  30: { parent: 22, startTime: '9', words: ['npm run test'] },
  31: { parent: 30, startTime: '10', words: ['node', 'testmon', 'run'] },
  40: { parent: 22, startTime: '9', words: ['npm run test'] },
  41: { parent: 40, startTime: '11', words: ['node', 'testmon', 'run'] },
  61: { parent: 21, startTime: '13', words: ['node', 'testmon', 'run'] },
  70: { parent: 20, startTime: '14', words: ['npm exec jest tests/turbo'] },
  71: { parent: 70, startTime: '15', words: ['node', 'testmon', 'run'] },
  50: { parent: 10, startTime: '12', words: ['node', 'testmon', 'run'] },
};
const find = (pid: number, env: Record<string, string> = {}) =>
  findExecutionOfCommand({ pid, env, now: 0, unique: 'new' }, (one) => processes[one]);

it('uses the id of the CI run or of the parent command, in a form that is valid in file names', () => {
  expect(find(31, { NX_TESTMON_EXEC_ID: 'a/b', TURBO_TESTMON_EXEC_ID: 'c' })).toBe('a_b');
  expect(find(31, { TURBO_TESTMON_EXEC_ID: 'c' })).toBe('c');
  expect(find(31, { NX_CI_EXECUTION_ID: 'ci 1' })).toBe('ci_1');
  expect(find(31, { NX_CI_EXECUTION_ID: 'ci 1', NX_TESTMON_EXEC_ID: 'a' })).toBe('ci_1');
});

it('the tasks of one command get the same id, and those of another command a different one', () => {
  expect(find(31)).toMatch(/^process-22-/);
  expect(find(61)).toMatch(/^process-20-/);
  expect(find(71)).toMatch(/^process-20-/);
  expect(find(41)).toBe(find(31));
  const later: typeof processes = { ...processes, 22: { ...processes[22]!, startTime: '99' } };
  expect(findExecutionOfCommand({ pid: 31, env: {}, now: 0, unique: 'new' }, (pid) => later[pid])).not.toBe(
    find(31),
  );
});

it('creates a new id if an interactive shell started the command, or if processes are not visible', () => {
  expect(find(50)).toBe('19700101T000000000Z-new');
  expect(findExecutionOfCommand({ pid: 31, env: {}, now: 0, unique: 'new' }, () => undefined)).toBe(
    '19700101T000000000Z-new',
  );
});
