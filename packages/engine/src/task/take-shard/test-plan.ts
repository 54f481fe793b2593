import { describeIssue, digest } from '@nx-testmon/core';
import * as v from 'valibot';

/** The maximum number of shards: the largest matrix of GitHub Actions. */
export const MOST_SHARDS = 256;

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const shardNumber = v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(MOST_SHARDS));

/** A selected test file, and the shard that runs it. */
const plannedTestFile = v.strictObject({
  suite: v.string(),
  path: v.string(),
  /** 1-based. */
  shard: shardNumber,
  /** The expected duration, in ms. */
  durationMs: v.pipe(v.number(), v.finite(), v.minValue(0)),
});

const plannedTask = v.strictObject({
  project: v.string(),
  target: v.string(),
  /** Name and digest of the environment in which the test files were selected. */
  environment: v.string(),
  /** The number of test files of the task. */
  testFiles: count,
  selected: v.array(plannedTestFile),
});

const planContent = v.strictObject({
  version: v.literal(1),
  shards: shardNumber,
  /** Identifies the files that the plan was made for; absent if git can't identify them. */
  checkout: v.optional(v.string()),
  tasks: v.array(plannedTask),
});

const planSchema = v.strictObject({ ...planContent.entries, id: v.string() });

/** The selected test files of one task. */
export type PlannedTask = v.InferOutput<typeof plannedTask>;

/** The content of a plan, without its id. */
export type PlanContent = v.InferOutput<typeof planContent>;

/** The selected test files of all tasks, divided into shards. */
export type TestPlan = v.InferOutput<typeof planSchema>;

/** Adds the id of a plan, which depends on its content. */
export function identifyPlan(content: PlanContent): TestPlan {
  return { ...content, id: planId(content) };
}

function planId({ version, shards, checkout, tasks }: PlanContent): string {
  const sorted = tasks.map(({ project, target, environment, testFiles, selected }) => [
    project,
    target,
    environment,
    testFiles,
    selected.map(({ suite, path, shard }) => [suite, path, shard]),
  ]);
  return digest(JSON.stringify([version, shards, checkout ?? '', sorted]))
    .replace(/[^A-Za-z0-9]/g, '0')
    .slice(0, 8);
}

/** @returns the plan, or the rule that the text violates */
export function parsePlan(
  text: string,
): { readonly ok: true; readonly plan: TestPlan } | { readonly ok: false; readonly rule: string } {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return { ok: false, rule: 'not valid JSON' };
  }
  const parsed = v.safeParse(planSchema, json);
  if (!parsed.success) return { ok: false, rule: describeIssue(parsed.issues[0], 'it') };
  const { id, ...content } = parsed.output;
  if (id !== planId(content)) return { ok: false, rule: 'its content does not match its ID' };
  const outside = content.tasks.some(({ selected }) => selected.some(({ shard }) => shard > content.shards));
  return outside
    ? { ok: false, rule: 'a shard number exceeds the number of shards' }
    : { ok: true, plan: parsed.output };
}

/**
 * The name of one shard of one plan, such as `2-of-4-1a2b3c4d`. In Nx's cache, a task of another plan is
 * therefore another task.
 */
export function shardName({ id, shards }: Pick<TestPlan, 'id' | 'shards'>, shard: number): string {
  return `${shard}-of-${shards}-${id}`;
}

/**
 * @param name the output of {@link shardName}, or a number
 * @returns the number of the shard; `undefined` if the plan has no such shard
 */
export function findShard(plan: Pick<TestPlan, 'id' | 'shards'>, name: string): number | undefined {
  const shard = Number(/^\d{1,3}/.exec(name)?.[0]);
  const isOne = Number.isInteger(shard) && shard >= 1 && shard <= plan.shards;
  return isOne && (name === String(shard) || name === shardName(plan, shard)) ? shard : undefined;
}

/** Whether a name identifies its plan. */
export function namesPlan(name: string): boolean {
  return !/^\d+$/.test(name);
}
