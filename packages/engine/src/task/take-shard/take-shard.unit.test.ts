import { testFileKey, type TestFileId } from '@nx-testmon/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { applyDecisions, type TestSelection } from '../select-tests/apply-decisions';
import { createPlan, type TimedTask } from '../../queries/plan/create-plan';
import { takeShard } from './take-shard';

const id = (name: string): TestFileId => ({ suite: 'libs/a', path: `libs/a/${name}.test.ts` });

/** A selection of some test files of a task. */
function select(all: readonly string[], selected: ReadonlySet<string>): TestSelection {
  return applyDecisions({
    testFiles: all.map((name) => ({
      testFile: id(name),
      decision: selected.has(name) ? { kind: 'new' } : { kind: 'skipped', savedMs: 8 },
      isTraversed: false,
      fallbacks: [],
      lastRun: undefined,
    })),
    fullRunReason: undefined,
    fileFilter: undefined,
  });
}

function plan(all: readonly string[], selected: readonly string[], shards: number) {
  const timed: TimedTask = {
    project: 'a',
    target: 'testmon',
    environment: 'default',
    testFiles: all.length,
    selected: selected.map((name) => ({ ...id(name), durationMs: name.length })),
  };
  const [task] = createPlan({ tasks: [timed], shards, targetMs: 1, checkout: 'c' }).plan.tasks;
  return task;
}

const pathsOf = (files: readonly { readonly testFile: TestFileId }[]) =>
  files.map(({ testFile }) => testFileKey(testFile));
const keys = (names: Iterable<string>) => [...names].map((name) => testFileKey(id(name)));

const names = Array.from({ length: 12 }, (_, index) => `t${index}`);
const some = fc.subarray(names).map((chosen) => new Set(chosen));

/**
 * A plan, and the machines that follow it: the existing and selected test files of each, and whether the plan
 * was made for its files.
 */
const followedPlans = fc.record({
  all: some,
  selected: some,
  machines: fc.array(fc.record({ all: some, selected: some, isForThese: fc.boolean() }), {
    minLength: 1,
    maxLength: 6,
  }),
});

test('in 1,000 random plans, the shards together leave out nothing', () => {
  fc.assert(
    fc.property(followedPlans, ({ all, selected, machines }) => {
      const planned = [...selected].filter((name) => all.has(name));
      const task = plan([...all], planned, machines.length);
      const runs = machines.map((machine, index) => {
        // The same files have the same test files.
        const existing = machine.isForThese ? all : machine.all;
        const selection = select([...existing], machine.selected);
        const shard = { number: index + 1, of: machines.length, task, isForThese: machine.isForThese };
        return { ...takeShard(selection, shard), before: selection, isForThese: machine.isForThese };
      });
      const started = new Set(runs.flatMap(({ selection }) => pathsOf(selection.selected)));
      // Every test file selected by the plan runs, unless it does not exist on its machine.
      const missing = runs.reduce((sum, run) => sum + run.missing, 0);
      expect(keys(planned).filter((key) => !started.has(key)).length).toBeLessThanOrEqual(missing);
      for (const { before, selection, isForThese } of runs) {
        const here = new Set(pathsOf(selection.selected));
        const left = pathsOf(before.selected).filter((key) => !here.has(key));
        // A test file selected on a machine runs there, or in another shard if the files are the same.
        expect(isForThese ? left.filter((key) => !keys(planned).includes(key)) : left).toEqual([]);
        expect(pathsOf(selection.inOtherShards).sort()).toEqual(left.sort());
      }
    }),
    { numRuns: 1000 },
  );
});

test('machines with the files and facts of the plan run each test file once', () => {
  fc.assert(
    fc.property(some, fc.integer({ min: 1, max: 5 }), (selected, shards) => {
      const task = plan(names, [...selected], shards);
      const shardsRun = Array.from({ length: shards }, (_, index) =>
        takeShard(select(names, selected), { number: index + 1, of: shards, task, isForThese: true }),
      );
      expect(shardsRun.flatMap(({ selection }) => pathsOf(selection.selected)).sort()).toEqual(
        keys(selected).sort(),
      );
      expect(shardsRun.map(({ unplanned, missing }) => [unplanned, missing])).toEqual(
        shardsRun.map(() => [0, 0]),
      );
    }),
  );
});

test('a test file of this shard runs although none of its dependencies has changed here', () => {
  const task = plan(['x', 'yy'], ['x', 'yy'], 2);
  const shard = { number: 1, of: 2, task, isForThese: true };
  const { selection } = takeShard(select(['x', 'yy'], new Set()), shard);
  expect(pathsOf(selection.selected)).toEqual(keys(['yy']));
  expect(pathsOf(selection.skipped)).toEqual(keys(['x']));
});

test('if the plan does not know the task, everything that is selected runs in each shard', () => {
  const shard = { number: 2, of: 2, task: undefined, isForThese: false };
  const { selection, unplanned } = takeShard(select(['x', 'y'], new Set(['x'])), shard);
  expect([pathsOf(selection.selected), unplanned]).toEqual([keys(['x']), 1]);
});

test('the saved time is counted once, and not by each shard', () => {
  const task = plan(names, ['t1'], 4);
  const shards = [1, 2, 3, 4].map((number) =>
    takeShard(select(names, new Set(['t1'])), { number, of: 4, task, isForThese: true }),
  );
  expect(shards.reduce((sum, { selection }) => sum + selection.savedMs, 0)).toBe(8 * 11);
});
