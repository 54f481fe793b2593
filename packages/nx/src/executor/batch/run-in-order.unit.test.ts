import { expect, test } from 'vitest';
import { type BatchTaskResult, type EndedTask, type OrderedRun, runInOrder } from './run-in-order';
import { TaskSchedule } from './task-schedule';

const passed: BatchTaskResult = { success: true, terminalOutput: 'passed', status: 'success' };
const failed: BatchTaskResult = { success: false, terminalOutput: 'failed', status: 'failure' };

function order(
  dependencies: Readonly<Record<string, readonly string[]>>,
  more: Partial<OrderedRun> = {},
): OrderedRun {
  const tasks = Object.fromEntries(Object.keys(dependencies).map((id) => [id, {}]));
  return {
    schedule: new TaskSchedule({ tasks, dependencies }),
    parallel: 3,
    run: () => Promise.resolve(passed),
    isStopped: () => false,
    ...more,
  };
}

async function statusesOf(ordered: OrderedRun): Promise<Record<string, string>> {
  const ended: EndedTask[] = [];
  for await (const one of runInOrder(ordered)) ended.push(one);
  expect(new Set(ended.map(({ task }) => task)).size).toBe(ended.length);
  return Object.fromEntries(ended.map(({ task, result }) => [task, result.status]));
}

test('a task is reported as it ends, while others run', async () => {
  let endSlow = (_: BatchTaskResult): void => undefined;
  const slow = new Promise<BatchTaskResult>((resolve) => (endSlow = resolve));
  const run = (task: string) => (task === 'slow' ? slow : Promise.resolve(passed));
  const results = runInOrder(order({ slow: [], quick: [], last: ['slow'] }, { run }));
  expect((await results.next()).value).toMatchObject({ task: 'quick' });
  endSlow(passed);
  expect((await results.next()).value).toMatchObject({ task: 'slow' });
  expect((await results.next()).value).toMatchObject({ task: 'last' });
  expect(await results.next()).toEqual({ done: true, value: undefined });
});

test.each([1, 2, 5])('at most %i run in parallel, and as many do', async (parallel) => {
  let [running, most] = [0, 0];
  const run = async () => {
    most = Math.max(most, ++running);
    await new Promise((resolve) => setTimeout(resolve, 5));
    running--;
    return passed;
  };
  const tasks = Object.fromEntries(Array.from({ length: 9 }, (_, n) => [`t${n}`, []]));
  await statusesOf(order(tasks, { parallel, run }));
  expect(most).toBe(parallel);
});

test('dependents of a failure are skipped, and the rest runs', async () => {
  const run = (task: string) => Promise.resolve(task === 'a' ? failed : passed);
  expect(await statusesOf(order({ a: [], b: ['a'], c: ['b'], d: [] }, { run }))).toEqual({
    a: 'failure',
    b: 'skipped',
    c: 'skipped',
    d: 'success',
  });
});

test('after a stop nothing starts, and every task has a result', async () => {
  const started: string[] = [];
  const run = (task: string) => {
    started.push(task);
    return Promise.resolve(failed);
  };
  const isStopped = () => started.length > 0;
  const statuses = await statusesOf(order({ a: [], b: ['a'], c: [] }, { run, isStopped }));
  expect(started).toEqual(['a']);
  expect(statuses).toEqual({ a: 'failure', b: 'stopped', c: 'stopped' });
});

test('after a stop, results are passed on when no task runs any more', async () => {
  let endSlow = (_: BatchTaskResult): void => undefined;
  const slow = new Promise<BatchTaskResult>((resolve) => (endSlow = resolve));
  const run = (task: string) => (task === 'slow' ? slow : Promise.resolve(failed));
  let isStopped = false;
  const results = runInOrder(order({ quick: [], slow: [] }, { run, isStopped: () => isStopped }));
  const first = results.next();
  isStopped = true;
  const early = await Promise.race([first, new Promise((resolve) => setTimeout(resolve, 20, 'none'))]);
  expect(early).toBe('none');
  endSlow(failed);
  expect((await first).value).toMatchObject({ task: 'quick' });
  expect((await results.next()).value).toMatchObject({ task: 'slow' });
});

test('tasks that wait for each other are reported too', async () => {
  expect(await statusesOf(order({ a: ['b'], b: ['a'] }))).toEqual({ a: 'stopped', b: 'stopped' });
});
