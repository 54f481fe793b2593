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
])('a task starts after those that it depends on have passed, which Nx names by %s', (_, name) => {
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

test('what is not in the batch has run before', () => {
  expect(takeAll(schedule({ a: ['a:build'] }))).toEqual(['a']);
});

test('a failure skips what depends on it, also through others, and nothing else', () => {
  const tasks = schedule({ a: [], b: ['a'], c: ['b', 'd'], d: [], e: ['d'] });
  expect(takeAll(tasks)).toEqual(['a', 'd']);
  expect(tasks.fail('a').sort()).toEqual(['b', 'c']);
  tasks.pass('d');
  expect(takeAll(tasks)).toEqual(['e']);
  expect(tasks.fail('d')).toEqual([]);
});

test('what has not started can be taken as a whole, once', () => {
  const tasks = schedule({ a: [], b: ['a'], c: [] });
  tasks.take();
  expect(tasks.takeRest()).toEqual(['b', 'c']);
  expect(tasks.takeRest()).toEqual([]);
  expect(tasks.take()).toBeUndefined();
});
