import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Failure, failed, type ProblemOf } from '@nx-testmon/core';
import type { TaskState } from '../read-task/read-task';
import type { TaskSession } from '../task-session';
import { describeCheckout } from '../../git/describe-checkout';
import type { Shard } from './take-shard';
import { findShard, parsePlan, shardName, type TestPlan } from './test-plan';

const MAX_BYTES = 64 * 1024 ** 2;
const shardsNamed = 3;

export type ReadShardResult = { readonly ok: true; readonly shard: Shard | undefined } | Failure;

/** Reads which shard of which plan a task runs; none if its options name no plan. */
export async function readShard(
  { task, io }: TaskSession,
  { environment }: TaskState,
): Promise<ReadShardResult> {
  const { plan: option } = task.options;
  if (option === undefined) return { ok: true, shard: undefined };
  const { root } = task.workspace;
  const file = resolve(root, option.file);
  const read = readPlan(file);
  if (!read.ok) return read;
  const { plan } = read;
  const number = findShard(plan, option.shard);
  if (number === undefined) {
    const known = Array.from({ length: plan.shards }, (_, index) => shardName(plan, index + 1));
    return failed({ kind: 'unknown-shard', file, shard: option.shard, known: known.slice(0, shardsNamed) });
  }
  const planned = plan.tasks.find(
    ({ project, target }) => project === task.project && target === task.target,
  );
  const isForThese =
    planned?.environment === environment &&
    plan.checkout !== undefined &&
    plan.checkout === (await describeCheckout(root, io.env, file));
  return { ok: true, shard: { number, of: plan.shards, task: planned, isForThese } };
}

function readPlan(
  file: string,
): { readonly ok: true; readonly plan: TestPlan } | Failure<ProblemOf<'plan-unreadable'>> {
  const refused = (reason: string) => failed({ kind: 'plan-unreadable', file, reason } as const);
  let text: string;
  try {
    const stat = statSync(file);
    if (!stat.isFile()) return refused('it is not a file');
    if (stat.size > MAX_BYTES) return refused(`it is larger than ${MAX_BYTES} bytes`);
    text = readFileSync(file, 'utf8');
  } catch (error) {
    return refused((error as Error).message);
  }
  const parsed = parsePlan(text);
  return parsed.ok ? parsed : refused(parsed.rule);
}
