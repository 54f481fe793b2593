import { otherNamesOf, type Problem, type Workspace } from '@nx-testmon/core';
import { parseTask, type Task, type TaskIo } from '@nx-testmon/engine';
import type { TestmonTarget } from './find-targets';

/** A task with its inputs from the process. The target's own variables are included. */
export interface CreatedTask {
  readonly task: Task;
  readonly io: TaskIo;
}

/** Why there is no task for a target. */
export interface RefusedTask {
  /** The name of the task: `<project>:<target>`. */
  readonly name: string;
  readonly problems: readonly Problem[];
}

type TaskCreation = ({ readonly ok: true } & CreatedTask) | ({ readonly ok: false } & RefusedTask);

type CreatedTasks =
  | { readonly ok: true; readonly tasks: readonly CreatedTask[] }
  | { readonly ok: false; readonly refused: readonly RefusedTask[] };

/** What a command adds to the options of the target. */
export interface TaskRequest {
  readonly execId: string;
  /** Options of the command line. They override those of the target. */
  readonly options: Readonly<Record<string, unknown>>;
  /** A configuration of the target. */
  readonly configuration?: string | undefined;
}

/** Returns `<project>:<target>`. */
export function taskName({ project, target }: Pick<Task, 'project' | 'target'>): string {
  return `${project}:${target}`;
}

/** Creates the task that the executor would run for a target. */
export function createTask(
  target: TestmonTarget,
  workspace: Workspace,
  request: TaskRequest,
  io: TaskIo,
): TaskCreation {
  const name = taskName({ project: target.project, target: target.name });
  const { configuration } = request;
  const configured = configuration === undefined ? {} : target.configurations[configuration];
  if (configured === undefined) {
    const known = Object.keys(target.configurations);
    const problem = { kind: 'unknown-configuration', configuration: String(configuration), known } as const;
    return { ok: false, name, problems: [problem] };
  }
  const parsed = parseTask({
    workspace,
    project: target.project,
    target: target.name,
    execId: request.execId,
    raw: mergeOptions({ ...target.options, ...configured }, request.options),
    env: io.env,
  });
  if (!parsed.ok) return { ok: false, name, problems: parsed.problems };
  return { ok: true, task: parsed.task, io: { ...io, env: parsed.env } };
}

/**
 * A flag on the command line overrides its opposite in the target too. Arguments of the test runner are
 * appended.
 */
function mergeOptions(
  target: Readonly<Record<string, unknown>>,
  given: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const lost = Object.keys(given).flatMap(otherNamesOf);
  const kept = Object.entries(target).filter(([name]) => !lost.includes(name));
  const words = [target['_'], given['_']].flatMap((some) => (Array.isArray(some) ? (some as unknown[]) : []));
  return { ...Object.fromEntries(kept), ...given, ...(words.length > 0 ? { _: words } : {}) };
}

/** Creates the tasks of several targets; none if a part of the request is invalid. */
export function createTasks(
  targets: readonly TestmonTarget[],
  workspace: Workspace,
  request: TaskRequest,
  io: TaskIo,
): CreatedTasks {
  const created = targets.map((target) => createTask(target, workspace, request, io));
  const refused = created.filter((one) => !one.ok);
  return refused.length > 0 ? { ok: false, refused } : { ok: true, tasks: created.filter((one) => one.ok) };
}

/** Creates the task of a target that is only selected or explained, but not run. It collects nothing. */
export function createReadOnlyTask(target: TestmonTarget, workspace: Workspace, io: TaskIo): TaskCreation {
  const created = createTask(target, workspace, { execId: 'none', options: {} }, io);
  if (!created.ok) return created;
  const { task } = created;
  return { ...created, task: { ...task, options: { ...task.options, collect: false } } };
}
