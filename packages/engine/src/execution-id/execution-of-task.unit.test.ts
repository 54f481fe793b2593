import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { findExecutionOfTask } from './execution-of-task';

const started = (time: string) => () => time;

test('a CI run is one execution, whatever ids the hooks of its machines create', () => {
  expect(findExecutionOfTask({ NX_TESTMON_EXEC_ID: 'a', NX_CI_EXECUTION_ID: 'b' }, 1)).toBe('b');
  expect(findExecutionOfTask({ NX_TESTMON_EXEC_ID: '', NX_CI_EXECUTION_ID: 'b' }, 2)).toBe('b');
  expect(findExecutionOfTask({ NX_TESTMON_EXEC_ID: 'a', NX_CI_EXECUTION_ID: '' }, 1)).toMatch(/^a-/);
});

test('main jobs of one CI run are distinguished by the name of their environment', () => {
  const env = { NX_CI_EXECUTION_ID: 'b', NX_CI_EXECUTION_ENV: 'macos' };
  expect(findExecutionOfTask(env, 1)).toBe('b-macos');
});

test("the hook's id differs between commands even if Nx mixes up the variables of their hooks", () => {
  const env = { NX_TESTMON_EXEC_ID: 'a' };
  expect(findExecutionOfTask(env, 7, started('100'))).toMatch(/^a-/);
  expect(findExecutionOfTask(env, 7, started('100'))).toBe(findExecutionOfTask(env, 7, started('100')));
  expect(findExecutionOfTask(env, 8, started('100'))).not.toBe(findExecutionOfTask(env, 7, started('100')));
});

test('an id is always a valid file name', () => {
  expect(findExecutionOfTask({ NX_CI_EXECUTION_ID: '../run 7/β' }, 1)).toBe('.._run_7__');
});

test('without an id, tasks of one parent process share an id, and no others do', () => {
  const id = findExecutionOfTask({}, 7, started('100'));
  expect(findExecutionOfTask({}, 7, started('100'))).toBe(id);
  expect(findExecutionOfTask({}, 8, started('100'))).not.toBe(id);
  expect(findExecutionOfTask({}, 7, started('101'))).not.toBe(id);
});

test('a parent with an unknown start time is identified by its process id', () => {
  expect(findExecutionOfTask({}, 7, () => undefined)).toMatch(/^process-7-/);
});

test('the start time of a real process is read', async () => {
  const child = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60000)'], { stdio: 'ignore' });
  await once(child, 'spawn');
  try {
    const id = findExecutionOfTask({}, child.pid as number);
    expect(findExecutionOfTask({}, child.pid as number)).toBe(id);
    expect(id).not.toBe(findExecutionOfTask({}, child.pid as number, () => undefined));
  } finally {
    child.kill();
  }
});
