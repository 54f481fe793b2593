import { digest } from '@nx-testmon/core';
import { z } from 'zod';

/** How many shards a plan can have: the largest matrix of GitHub Actions. */
export const MOST_SHARDS = 256;

/** A selected test file, and the shard that runs it. */
const plannedTestFile = z.strictObject({
  suite: z.string(),
  path: z.string(),
  /** From 1 on. */
  shard: z.int().min(1).max(MOST_SHARDS),
  /** The expected duration, in ms. */
  durationMs: z.number().nonnegative(),
});

const plannedTask = z.strictObject({
  project: z.string(),
  target: z.string(),
  /** Name and digest of the environment in which the test files were selected. */
  environment: z.string(),
  /** How many test files the task has. */
  testFiles: z.int().nonnegative(),
  selected: z.array(plannedTestFile),
});

const planContent = z.strictObject({
  version: z.literal(1),
  shards: z.int().min(1).max(MOST_SHARDS),
  /** Identifies the files that were planned for; absent where git does not know them. */
  checkout: z.string().optional(),
  tasks: z.array(plannedTask),
});

const planSchema = planContent.extend({ id: z.string() });

/** The selected test files of one task. */
export type PlannedTask = z.infer<typeof plannedTask>;

/** The content of a plan, without its ID. */
export type PlanContent = z.infer<typeof planContent>;

/** The selected test files of all tasks, divided into shards. */
export type TestPlan = z.infer<typeof planSchema>;

/** Gives a plan the id that its content has. */
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

/** @returns the plan, or what is wrong with the text */
export function parsePlan(
  text: string,
): { readonly ok: true; readonly plan: TestPlan } | { readonly ok: false; readonly rule: string } {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return { ok: false, rule: 'not valid JSON' };
  }
  const parsed = planSchema.safeParse(json);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return { ok: false, rule: `${issue?.path.join('.') || 'it'}: ${issue?.message ?? 'invalid'}` };
  }
  const { id, ...content } = parsed.data;
  if (id !== planId(content)) return { ok: false, rule: 'its content does not match its ID' };
  const outside = content.tasks.some(({ selected }) => selected.some(({ shard }) => shard > content.shards));
  return outside
    ? { ok: false, rule: 'a shard number exceeds the number of shards' }
    : { ok: true, plan: parsed.data };
}

/** `2-of-4-1a2b3c4d`: names one shard of one plan, so that a task of another plan is another task to Nx's cache. */
export function shardName({ id, shards }: Pick<TestPlan, 'id' | 'shards'>, shard: number): string {
  return `${shard}-of-${shards}-${id}`;
}

/**
 * @param name what {@link shardName} makes, or a number
 * @returns the number of the shard; `undefined` where the plan has no such shard
 */
export function findShard(plan: Pick<TestPlan, 'id' | 'shards'>, name: string): number | undefined {
  const shard = Number(/^\d{1,3}/.exec(name)?.[0]);
  const isOne = Number.isInteger(shard) && shard >= 1 && shard <= plan.shards;
  return isOne && (name === String(shard) || name === shardName(plan, shard)) ? shard : undefined;
}

/** Whether a name says which plan it belongs to. */
export function namesPlan(name: string): boolean {
  return !/^\d+$/.test(name);
}
