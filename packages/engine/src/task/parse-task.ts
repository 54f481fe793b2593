import type { Problem } from '@nx-testmon/core';
import { parseTaskOptions } from './options/parse-task-options';
import { splitTargetEnvironment } from './options/target-environment';
import { namesPlan } from './take-shard/test-plan';
import type { Task } from './task';
import type { TaskIo } from './task-io';

/** A configured target, for one execution. */
export interface TargetToParse extends Omit<Task, 'options' | 'notCollecting'> {
  /** The options of the target and the command line; unknown options become arguments of the test runner. */
  readonly raw: Readonly<Record<string, unknown>>;
  /** Variables of the process. */
  readonly env: TaskIo['env'];
}

/** A task, with the variables of the process and those that its target sets. */
export type ParsedTask =
  | { readonly ok: true; readonly task: Task; readonly env: TaskIo['env'] }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/**
 * Creates the task of a target. The variables that the target sets are part of the environment of its tests.
 *
 * @param isCached true if results are cached by the name of the shard, which must then identify its plan
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
