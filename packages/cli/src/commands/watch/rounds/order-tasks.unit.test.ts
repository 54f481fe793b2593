import { buildWorkspace } from '@nx-testmon/core';
import { expect, test } from 'vitest';
import { orderTasks } from './order-tasks';

const workspace = buildWorkspace('/w', { a: 'libs/a', ab: 'libs/ab', c: 'libs/c', d: 'libs/d' }, {});
const tasks = ['a', 'ab', 'c', 'd'].map((project) => ({ task: { project, target: 'testmon', workspace } }));
const orderOf = (failed: readonly string[], changed: readonly string[]) =>
  orderTasks(tasks, {
    failed: failed.map((task) => ({ task, testFile: { suite: 's', path: 'p' } })),
    changed,
  }).map(({ task }) => task.project);

test('tasks keep their order if nothing has failed and no project has changed', () => {
  expect(orderOf([], ['README.md'])).toEqual(['a', 'ab', 'c', 'd']);
});

test('a task with a failed test file comes first, then those of projects with a changed file', () => {
  expect(orderOf(['d:testmon'], ['libs/c/src/c.ts'])).toEqual(['d', 'c', 'a', 'ab']);
});

test('a folder whose name starts like that of a project does not belong to it', () => {
  expect(orderOf([], ['libs/ab/b.ts'])).toEqual(['ab', 'a', 'c', 'd']);
});
