import { expect, test } from 'vitest';
import { createReadOnlyTask, createTask, createTasks, type TaskRequest } from './create-task';
import type { TestmonTarget } from './find-targets';

const target: TestmonTarget = {
  project: 'a',
  projectRoot: 'libs/a',
  name: 'testmon',
  options: { config: 'vitest.config.mts', nocollect: true, reporter: 'dot', env: { TZ: 'UTC' } },
  configurations: { ci: { reporter: 'json', environment: 'ci' } },
};

const workspace = { root: '/w', projects: [] };
const io = { env: {}, write: () => undefined, clock: () => 0, nodeVersion: '22.12.0' };

function create(request: Partial<TaskRequest>, env: Record<string, string> = {}) {
  const all = { execId: 'id', options: {}, ...request };
  return createTask(target, workspace, all, { ...io, env });
}

function task(...args: Parameters<typeof create>) {
  const created = create(...args);
  if (!created.ok) throw new Error(JSON.stringify(created.problems));
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

test('a flag overrides the target, including its opposite; a variable overrides both', () => {
  expect(task({ options: { collect: true } }).task.options.collect).toBe(true);
  expect(task({ options: { collect: true } }, { NX_TESTMON_NOCOLLECT: '1' }).task.options.collect).toBe(
    false,
  );
});

test('arguments for the test runner come after those of the target', () => {
  const { options } = task({ options: { _: ['--bail=1', 'src/a.test.ts'] } }).task;
  expect(options.runnerArguments).toEqual(['--reporter=dot', '--bail=1', 'src/a.test.ts']);
});

test('an invalid value is a problem of its target', () => {
  expect(create({ options: { environment: '' } })).toMatchObject({
    ok: false,
    name: 'a:testmon',
    problems: [{ name: '--environment', rule: 'must be a string that is not empty' }],
  });
  expect(create({}, { NX_TESTMON_FORCESELECT: 'perhaps' })).toMatchObject({
    ok: false,
    problems: [{ name: 'NX_TESTMON_FORCESELECT', rule: 'must be true or false' }],
  });
});

test('a configuration of the target can be named, and a missing one is a problem', () => {
  expect(task({ configuration: 'ci' }).task.options).toMatchObject({
    environment: 'ci',
    runnerArguments: ['--reporter=json'],
  });
  expect(create({ configuration: 'cd' })).toEqual({
    ok: false,
    name: 'a:testmon',
    problems: [{ kind: 'unknown-configuration', configuration: 'cd', known: ['ci'] }],
  });
});

test('a task that is only selected or explained collects nothing', () => {
  const collecting = { ...target, options: { collect: true } };
  expect(createTask(collecting, workspace, { execId: 'id', options: {} }, io)).toMatchObject({
    ok: true,
    task: { options: { collect: true } },
  });
  expect(createReadOnlyTask(collecting, workspace, io)).toMatchObject({
    ok: true,
    task: { options: { collect: false } },
  });
});

test('several targets have all of their tasks or none', () => {
  const request = { execId: 'id', options: {} };
  const wrong = { ...target, project: 'b', options: { verify: 'perhaps' } };
  expect(createTasks([target, target], workspace, request, io)).toMatchObject({
    ok: true,
    tasks: [{ task: { project: 'a' } }, { task: { project: 'a' } }],
  });
  expect(createTasks([target, wrong], workspace, request, io)).toMatchObject({
    ok: false,
    refused: [{ name: 'b:testmon', problems: [{ kind: 'invalid-option', name: '--verify' }] }],
  });
});
