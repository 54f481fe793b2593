import { otherNamesOf, splitTargetEnvironment, type Workspace } from '@nx-testmon/core';
import { parseTaskOptions, type Task, type TaskIo } from '@nx-testmon/engine';
import type { TestmonTarget } from './find-targets';

export type CreatedTask =
  | { readonly ok: true; readonly task: Task; readonly io: TaskIo }
  | { readonly ok: false; readonly problem: string };

/** What a command adds to what the target says. */
export interface TaskRequest {
  readonly execId: string;
  /** Options as a command line gave them; they win over the target's. */
  readonly options: Readonly<Record<string, unknown>>;
  /** A configuration of the target. */
  readonly configuration?: string | undefined;
}

/** The task that the executor would do for a target. */
export function createTask(
  target: TestmonTarget,
  workspace: Workspace,
  request: TaskRequest,
  io: TaskIo,
): CreatedTask {
  const name = `${target.project}:${target.name}`;
  const { configuration } = request;
  const configured = configuration === undefined ? {} : target.configurations[configuration];
  if (configured === undefined) {
    const known = Object.keys(target.configurations).join(', ') || 'none';
    return { ok: false, problem: `${name} has no configuration ${configuration}; it has: ${known}` };
  }
  const merged = mergeOptions({ ...target.options, ...configured }, request.options);
  const { options, env, names } = splitTargetEnvironment(merged, io.env);
  const parsed = parseTaskOptions(options, env);
  if (!parsed.ok) return { ok: false, problem: `${name}: ${parsed.problem}` };
  const environmentVariables = [...new Set([...parsed.options.environmentVariables, ...names])];
  return {
    ok: true,
    task: {
      workspace,
      project: target.project,
      target: target.name,
      execId: request.execId,
      options: { ...parsed.options, environmentVariables },
    },
    io: { ...io, env },
  };
}

/** A flag on the command line wins over its opposite in the target too; the runner's words add up. */
function mergeOptions(
  target: Readonly<Record<string, unknown>>,
  given: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const lost = Object.keys(given).flatMap(otherNamesOf);
  const kept = Object.entries(target).filter(([name]) => !lost.includes(name));
  const words = [target['_'], given['_']].flatMap((some) => (Array.isArray(some) ? (some as unknown[]) : []));
  return { ...Object.fromEntries(kept), ...given, ...(words.length > 0 ? { _: words } : {}) };
}

/** The same task to be looked at and not to be run: it collects nothing. */
export function lookAt(created: CreatedTask): CreatedTask {
  if (!created.ok) return created;
  const { task } = created;
  return { ...created, task: { ...task, options: { ...task.options, collect: false } } };
}

/** No execution: nothing is run. */
export const noExecution: TaskRequest = { execId: 'none', options: {} };
