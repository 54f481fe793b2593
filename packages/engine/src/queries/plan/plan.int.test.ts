import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { renderProblem } from '@nx-testmon/core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createTaskWorkspace, type TaskRunInTest, type TaskWorkspace } from '../../task.testing';
import { createPlan, createTimedTask } from './create-plan';
import { describeCheckout } from '../../git/describe-checkout';
import { shardName, type TestPlan } from '../../task/take-shard/test-plan';

const names = ['one', 'two', 'three', 'four', 'five', 'six'];
let workspace: TaskWorkspace;

beforeEach(() => {
  workspace = createTaskWorkspace(
    {
      '.gitignore': '.testmon/\nnode_modules/\n',
      'libs/a/package.json': '{ "name": "a", "scripts": { "test": "node --test" } }',
      'libs/a/shared.js': 'exports.value = () => 1;',
      ...Object.fromEntries(
        names.map((name) => [
          `libs/a/${name}.test.js`,
          `require('node:test').test('it', () => require('./shared.js').value());`,
        ]),
      ),
    },
    { packages: [] },
  );
  git('init', '--quiet');
  git('add', '--all');
  git('commit', '--quiet', '--message', 'start');
});
afterEach(() => workspace[Symbol.dispose]());

function git(...args: readonly string[]): void {
  const identity = ['-c', 'user.name=t', '-c', 'user.email=t@example.org'];
  execFileSync('git', [...identity, ...args], { cwd: workspace.root });
}

async function planShards(shards: number): Promise<TestPlan> {
  const timed = await createTimedTask(workspace.task({ nocollect: true }), workspace.io());
  if (!timed.ok) throw new Error(renderProblem(timed.problem));
  const file = join(workspace.root, 'plan.json');
  const checkout = await describeCheckout(workspace.root, process.env, file);
  const { plan } = createPlan({ tasks: [timed.timed], shards, targetMs: 1, checkout });
  workspace.files.write({ 'plan.json': JSON.stringify(plan) });
  return plan;
}

const followed = (plan: TestPlan, shard: number) => ({
  plan: 'plan.json',
  planShard: shardName(plan, shard),
  nocollect: true,
});

const testFilesOf = (runs: readonly TaskRunInTest[]) =>
  runs.map(({ report }) => report.selected.map(({ file }) => file.replace(/^libs\/a\/|\.test\.js$/g, '')));

test('machines with the same files share the selected test files, and their facts skip all of them afterwards', async () => {
  const plan = await planShards(2);
  const runs = [await workspace.run(followed(plan, 1)), await workspace.run(followed(plan, 2))];
  expect(
    runs.map(({ exitCode, report }) => [exitCode, report.selected.length, report.inOtherShards]),
  ).toEqual([
    [0, 3, 3],
    [0, 3, 3],
  ]);
  expect(testFilesOf(runs).flat().sort()).toEqual([...names].sort());
  expect(runs[0]?.output).toContain('3 more in other shards');

  await workspace.run({ ...followed(plan, 1), nocollect: false });
  await workspace.run({ ...followed(plan, 2), nocollect: false });
  expect((await workspace.run()).report.selected).toEqual([]);
});

test('after an edit that the plan does not know, each machine runs everything that is selected there', async () => {
  await workspace.run();
  workspace.files.write({ 'libs/a/one.test.js': `require('node:test').test('it', () => {});` });
  const plan = await planShards(2);
  workspace.files.write({ 'libs/a/shared.js': 'exports.value = () => 2;' });
  const runs = [await workspace.run(followed(plan, 1)), await workspace.run(followed(plan, 2))];
  expect(testFilesOf(runs).map((shard) => shard.sort())).toEqual([[...names].sort(), [...names].sort()]);
  expect(runs[1]?.output).toContain(
    'the plan was made for other files or another environment; also running 6 test files outside this shard',
  );
});

test('a machine with fewer facts runs its shard and the test files that the plan skips', async () => {
  await workspace.run();
  workspace.files.write({ 'libs/a/one.test.js': `require('node:test').test('it', () => {});` });
  const plan = await planShards(2);
  workspace.files.remove('.testmon');
  const { report, output } = await workspace.run(followed(plan, 2));
  expect(report.selected).toHaveLength(5);
  expect(output).toContain(
    'the store has fewer facts than when the plan was made; also running 5 test files outside this shard',
  );
});

test('a machine with more facts runs its shard nevertheless', async () => {
  const plan = await planShards(2);
  await workspace.run();
  const { report } = await workspace.run(followed(plan, 1));
  expect(report.selected).toHaveLength(3);
  expect(report.selected[0]?.reason).toBe('not skipped: planned for this shard');
});

test.each([{ verify: true }, { noselect: true }])(
  'with %j everything runs, and the plan is ignored',
  async (option) => {
    const plan = await planShards(2);
    let printed = '';
    const more = { output: (chunk: Buffer) => (printed += chunk.toString()) };
    const { output, exitCode } = await workspace.run({ ...followed(plan, 1), ...option }, more);
    expect(exitCode).toBe(0);
    expect(output).toContain('the plan is ignored, because nothing is skipped');
    expect(printed).toMatch(/\bpass 6\b/);
  },
);

test("a plan that can't be followed runs nothing, and the message describes the next step", async () => {
  const plan = await planShards(2);
  const missing = await workspace.run({ ...followed(plan, 1), plan: 'none.json' });
  expect([missing.exitCode, missing.output]).toEqual([2, expect.stringContaining('Invalid plan ')]);
  const other = await workspace.run({ ...followed(plan, 1), planShard: '1-of-2-00000000' });
  expect([other.exitCode, other.output]).toEqual([
    2,
    expect.stringContaining(`such as ${shardName(plan, 1)}`),
  ]);
});

test('the same files have the same description, and every other state has another one', async () => {
  const described = async () => (await describeCheckout(workspace.root, process.env)) ?? 'unknown';
  const committed = await described();
  expect(await described()).toBe(committed);
  workspace.files.write({ 'libs/a/shared.js': 'exports.value = () => 2;' });
  const edited = await described();
  workspace.files.write({ 'libs/a/new.js': '1' });
  const untracked = await described();
  workspace.files.write({ 'libs/a/new.js': '2' });
  const other = await described();
  git('add', '--all');
  git('commit', '--quiet', '--message', 'next');
  const next = await described();
  expect(new Set([committed, edited, untracked, other, next, 'unknown']).size).toBe(6);
  workspace.files.remove('.git');
  expect(
    await describeCheckout(workspace.root, {
      ...process.env,
      GIT_CEILING_DIRECTORIES: join(workspace.root, '..'),
    }),
  ).toBeUndefined();
});
