import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { findExecutionId } from './execution-id';

const started = (time: string) => () => time;

test('a CI run is one execution, whatever the hooks of its machines have minted', () => {
  expect(findExecutionId({ NX_TESTMON_EXEC_ID: 'a', NX_CI_EXECUTION_ID: 'b' }, 1)).toBe('b');
  expect(findExecutionId({ NX_TESTMON_EXEC_ID: '', NX_CI_EXECUTION_ID: 'b' }, 2)).toBe('b');
  expect(findExecutionId({ NX_TESTMON_EXEC_ID: 'a', NX_CI_EXECUTION_ID: '' }, 1)).toMatch(/^a-/);
});

test('main jobs of one CI run are told apart by the name of their environment', () => {
  const env = { NX_CI_EXECUTION_ID: 'b', NX_CI_EXECUTION_ENV: 'macos' };
  expect(findExecutionId(env, 1)).toBe('b-macos');
});

test("the hook's id differs between commands even if Nx mixes up what their hooks have set", () => {
  const env = { NX_TESTMON_EXEC_ID: 'a' };
  expect(findExecutionId(env, 7, started('100'))).toMatch(/^a-/);
  expect(findExecutionId(env, 7, started('100'))).toBe(findExecutionId(env, 7, started('100')));
  expect(findExecutionId(env, 8, started('100'))).not.toBe(findExecutionId(env, 7, started('100')));
});

test('an id is always a file name', () => {
  expect(findExecutionId({ NX_CI_EXECUTION_ID: '../run 7/β' }, 1)).toBe('.._run_7__');
});

test('without any, tasks of one parent process share an id, and no others do', () => {
  const id = findExecutionId({}, 7, started('100'));
  expect(findExecutionId({}, 7, started('100'))).toBe(id);
  expect(findExecutionId({}, 8, started('100'))).not.toBe(id);
  expect(findExecutionId({}, 7, started('101'))).not.toBe(id);
});

test('a parent whose start time nobody tells is known by its process id', () => {
  expect(findExecutionId({}, 7, () => undefined)).toMatch(/^process-7-/);
});

test('the start time of a real process is read', async () => {
  const child = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60000)'], { stdio: 'ignore' });
  await once(child, 'spawn');
  try {
    const id = findExecutionId({}, child.pid as number);
    expect(findExecutionId({}, child.pid as number)).toBe(id);
    expect(id).not.toBe(findExecutionId({}, child.pid as number, () => undefined));
  } finally {
    child.kill();
  }
});
