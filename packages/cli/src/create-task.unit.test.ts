import { expect, test } from 'vitest';
import { createTask, lookAt, type TaskRequest } from './create-task';
import type { TestmonTarget } from './find-targets';

const target: TestmonTarget = {
  project: 'a',
  projectRoot: 'libs/a',
  name: 'testmon',
  options: { config: 'vitest.config.mts', nocollect: true, reporter: 'dot', env: { TZ: 'UTC' } },
  configurations: { ci: { reporter: 'json', environment: 'ci' } },
};

function create(request: Partial<TaskRequest>, env: Record<string, string> = {}) {
  const io = { env, write: () => undefined, now: () => 0, nodeVersion: '22.12.0' };
  const all = { execId: 'id', options: {}, ...request };
  return createTask(target, { root: '/w', projects: [] }, all, io);
}

function task(...args: Parameters<typeof create>) {
  const created = create(...args);
  if (!created.ok) throw new Error(created.problem);
  return created;
}

test("without flags the target's own options count, and its variables are part of the environment", () => {
  const created = task({});
  expect(created.task).toMatchObject({
    project: 'a',
    target: 'testmon',
    execId: 'id',
    options: {
      collect: false,
      config: 'vitest.config.mts',
      environmentVariables: ['TZ'],
      runnerArguments: ['--reporter=dot'],
    },
  });
  expect(created.io.env).toMatchObject({ TZ: 'UTC' });
});

test('a flag wins over the target, also over its opposite; a variable wins over both', () => {
  expect(task({ options: { collect: true } }).task.options.collect).toBe(true);
  expect(task({ options: { collect: true } }, { NX_TESTMON_NOCOLLECT: '1' }).task.options.collect).toBe(
    false,
  );
});

test('words for the runner come after those of the target', () => {
  const { options } = task({ options: { _: ['--bail=1', 'src/a.test.ts'] } }).task;
  expect(options.runnerArguments).toEqual(['--reporter=dot', '--bail=1', 'src/a.test.ts']);
});

test('a wrong value is a problem of the target that it was given to', () => {
  expect(create({ options: { environment: '' } })).toMatchObject({
    ok: false,
    problem: expect.stringContaining('a:testmon: --environment: must be a text that is not empty') as string,
  });
  expect(create({}, { NX_TESTMON_FORCESELECT: 'perhaps' })).toMatchObject({
    ok: false,
    problem: expect.stringContaining('NX_TESTMON_FORCESELECT: must be true or false') as string,
  });
});

test('a configuration of the target can be named, and one that is not there is a problem', () => {
  expect(task({ configuration: 'ci' }).task.options).toMatchObject({
    environment: 'ci',
    runnerArguments: ['--reporter=json'],
  });
  expect(create({ configuration: 'cd' })).toEqual({
    ok: false,
    problem: 'a:testmon has no configuration cd; it has: ci',
  });
});

test('to look at a task is to collect nothing', () => {
  expect(lookAt(create({ options: { collect: true } }))).toMatchObject({
    ok: true,
    task: { options: { collect: false } },
  });
});
