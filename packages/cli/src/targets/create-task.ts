import { otherNamesOf, type Problem, type Workspace } from '@nx-testmon/core';
import { parseTask, type Task, type TaskIo } from '@nx-testmon/engine';
import type { TestmonTarget } from './find-targets';

/** A task with what it takes from the process: the target's own variables are among them. */
export interface CreatedTask {
  readonly task: Task;
  readonly io: TaskIo;
}

/** Why there is no task for a target. */
export interface RefusedTask {
  /** `<project>:<target>` */
  readonly name: string;
  readonly problems: readonly Problem[];
}

type TaskCreation = ({ readonly ok: true } & CreatedTask) | ({ readonly ok: false } & RefusedTask);

type CreatedTasks =
  | { readonly ok: true; readonly tasks: readonly CreatedTask[] }
  | { readonly ok: false; readonly refused: readonly RefusedTask[] };

/** The additions of a command to the options of the target. */
export interface TaskRequest {
  readonly execId: string;
  /** Options as a command line gave them; they win over the target's. */
  readonly options: Readonly<Record<string, unknown>>;
  /** A configuration of the target. */
  readonly configuration?: string | undefined;
}

/** `<project>:<target>` */
export function taskName({ project, target }: Pick<Task, 'project' | 'target'>): string {
  return `${project}:${target}`;
}

/** The task that the executor would do for a target. */
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

/** A flag on the command line wins over its opposite in the target too; arguments of the runner add up. */
function mergeOptions(
  target: Readonly<Record<string, unknown>>,
  given: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const lost = Object.keys(given).flatMap(otherNamesOf);
  const kept = Object.entries(target).filter(([name]) => !lost.includes(name));
  const words = [target['_'], given['_']].flatMap((some) => (Array.isArray(some) ? (some as unknown[]) : []));
  return { ...Object.fromEntries(kept), ...given, ...(words.length > 0 ? { _: words } : {}) };
}

/** The tasks for several targets; none where a part of the question is wrong. */
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

/** The task for a target that is only selected or explained, and not run: it collects nothing. */
export function createReadOnlyTask(target: TestmonTarget, workspace: Workspace, io: TaskIo): TaskCreation {
  const created = createTask(target, workspace, { execId: 'none', options: {} }, io);
  if (!created.ok) return created;
  const { task } = created;
  return { ...created, task: { ...task, options: { ...task.options, collect: false } } };
}
