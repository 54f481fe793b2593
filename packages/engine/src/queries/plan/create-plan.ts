import { type Failure, type TestFileId, testFileKey } from '@nx-testmon/core';
import { whileSelected } from '../select-task';
import type { Task } from '../../task/task';
import type { TaskIo } from '../../task/task-io';
import { countShards, type DividedShard, divideTestFiles, type TestFileToPlan } from './divide-test-files';
import { identifyPlan, MOST_SHARDS, type PlannedTask, type TestPlan } from '../../task/take-shard/test-plan';

/**
 * The assumed start-up time of a test runner, about that of Vitest and Jest on a laptop. It keeps a project
 * with few short test files in few shards.
 */
const RUNNER_START_MS = 1500;

/** The assumed duration of a test file that has never run, if no test file of its task has run. */
const UNKNOWN_MS = 1000;

/** The selected test files of one task, with the time that each is expected to take. */
export interface TimedTask extends Omit<PlannedTask, 'selected'> {
  readonly selected: readonly Omit<PlannedTask['selected'][number], 'shard'>[];
}

export interface PlanRequest {
  readonly tasks: readonly TimedTask[];
  /** The number of shards, or `auto`: enough for each shard to end in `targetMs`. */
  readonly shards: number | 'auto';
  /** The target for the total expected duration of a shard's test files, in ms. */
  readonly targetMs: number;
  /** The workspace's checkout, as `describeCheckout` identifies it. */
  readonly checkout: string | undefined;
}

/** A plan, with the expected time of each of its shards. */
export interface CreatedPlan {
  readonly plan: TestPlan;
  /** Sorted by number. */
  readonly shards: readonly DividedShard<TestFileToPlan>[];
}

/** Selects the test files of a task. Runs no test and writes nothing. */
export function createTimedTask(
  task: Task,
  io: TaskIo,
): Promise<{ readonly ok: true; readonly timed: TimedTask } | Failure> {
  return whileSelected(task, io, ({ selection, state, session }) => {
    const testFiles = [...selection.selected, ...selection.skipped];
    const known = testFiles.flatMap(({ testFile }) => session.store.lastRun(testFile)?.durationMs ?? []);
    const usualMs = known.length === 0 ? UNKNOWN_MS : known.reduce((sum, ms) => sum + ms, 0) / known.length;
    const selected = selection.selected.map(({ testFile }) => ({
      ...testFile,
      durationMs: Math.round(session.store.lastRun(testFile)?.durationMs ?? usualMs),
    }));
    const { project, target } = task;
    const { environment } = state;
    return {
      ok: true,
      timed: { project, target, environment, testFiles: testFiles.length, selected },
    } as const;
  });
}

/** Divides the selected test files of all tasks into shards. */
export function createPlan({ tasks, shards, targetMs, checkout }: PlanRequest): CreatedPlan {
  const timed = tasks.flatMap(({ project, target, selected }) => {
    const task = JSON.stringify([project, target]);
    return selected.map((one) => ({ key: keyOf(task, one), task, durationMs: one.durationMs }));
  });
  const startMs = RUNNER_START_MS;
  const number = shards === 'auto' ? countShards(timed, { targetMs, startMs, most: MOST_SHARDS }) : shards;
  const divided = divideTestFiles(timed, number, startMs);
  const shardOf = new Map(
    divided.flatMap(({ testFiles }, index) => testFiles.map(({ key }) => [key, index + 1])),
  );
  const planned = tasks.map((one): PlannedTask => {
    const task = JSON.stringify([one.project, one.target]);
    const selected = one.selected.map((file) => ({ ...file, shard: shardOf.get(keyOf(task, file)) ?? 1 }));
    return { ...one, selected };
  });
  const plan = identifyPlan({
    version: 1,
    shards: number,
    ...(checkout === undefined ? {} : { checkout }),
    tasks: planned,
  });
  return { plan, shards: divided };
}

/** Different tasks can run the same test file. */
function keyOf(task: string, testFile: TestFileId): string {
  return `${task} ${testFileKey(testFile)}`;
}
