import { expect, test } from 'vitest';
import { type OrderedTasks, TaskSchedule } from './task-schedule';

function schedule(dependencies: OrderedTasks['dependencies']): TaskSchedule {
  const tasks = Object.fromEntries(Object.keys(dependencies).map((id) => [id, {}]));
  return new TaskSchedule({ tasks, dependencies });
}

function takeAll(tasks: TaskSchedule): string[] {
  const taken: string[] = [];
  for (let task = tasks.take(); task !== undefined; task = tasks.take()) taken.push(task);
  return taken;
}

test.each([
  ['strings (Nx 21 to 23)', (id: string) => id],
  ['objects (Nx 24)', (id: string) => ({ id })],
])('a task starts after its dependencies have passed, which Nx names by %s', (_, name) => {
  const tasks = schedule({
    top: [name('left'), name('right')],
    left: [name('base')],
    right: [name('base')],
    base: [],
  });
  expect(takeAll(tasks)).toEqual(['base']);
  tasks.pass('base');
  expect(takeAll(tasks)).toEqual(['left', 'right']);
  tasks.pass('left');
  expect(takeAll(tasks)).toEqual([]);
  tasks.pass('right');
  expect(takeAll(tasks)).toEqual(['top']);
});

test('dependencies outside of the batch have already run', () => {
  expect(takeAll(schedule({ a: ['a:build'] }))).toEqual(['a']);
});

test('a failure skips its direct and indirect dependents, and nothing else', () => {
  const tasks = schedule({ a: [], b: ['a'], c: ['b', 'd'], d: [], e: ['d'] });
  expect(takeAll(tasks)).toEqual(['a', 'd']);
  expect(tasks.fail('a').sort()).toEqual(['b', 'c']);
  tasks.pass('d');
  expect(takeAll(tasks)).toEqual(['e']);
  expect(tasks.fail('d')).toEqual([]);
});

test('tasks that have not started can be taken together, once', () => {
  const tasks = schedule({ a: [], b: ['a'], c: [] });
  tasks.take();
  expect(tasks.takeRest()).toEqual(['b', 'c']);
  expect(tasks.takeRest()).toEqual([]);
  expect(tasks.take()).toBeUndefined();
});
