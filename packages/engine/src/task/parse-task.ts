import type { Problem } from '@nx-testmon/core';
import { parseTaskOptions } from './options/options';
import { splitTargetEnvironment } from './options/target-environment';
import { namesPlan } from './take-shard/test-plan';
import type { Task } from './task';
import type { TaskIo } from './task-io';

/** A target as it is configured, for one execution. */
export interface TargetToParse extends Omit<Task, 'options' | 'notCollecting'> {
  /** The target's options with those of the command line; unknown ones become the runner's arguments. */
  readonly raw: Readonly<Record<string, unknown>>;
  /** Variables of the process. */
  readonly env: TaskIo['env'];
}

/** A task, with the variables of the process and those that its target sets. */
export type ParsedTask =
  | { readonly ok: true; readonly task: Task; readonly env: TaskIo['env'] }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/**
 * The task that a target stands for. The variables that the target sets are part of the environment of its tests.
 *
 * @param isCached true where results are cached by the name of the shard: then it must say which plan it belongs to
 */
export function parseTask({ raw, env, ...target }: TargetToParse, { isCached = false } = {}): ParsedTask {
  const own = splitTargetEnvironment(raw, env);
  const parsed = parseTaskOptions(own.options, own.env);
  if (!parsed.ok) return parsed;
  const { plan } = parsed.options;
  if (isCached && plan !== undefined && !namesPlan(plan.shard))
    return { ok: false, problems: [{ kind: 'shard-without-plan-id', shard: plan.shard }] };
  const environmentVariables = [...new Set([...parsed.options.environmentVariables, ...own.names])];
  return {
    ok: true,
    task: { ...target, options: { ...parsed.options, environmentVariables } },
    env: own.env,
  };
}
