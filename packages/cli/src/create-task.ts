import { splitTargetEnvironment, type Workspace } from '@nx-testmon/core';
import { parseTaskOptions, type Task, type TaskIo } from '@nx-testmon/engine';
import type { TestmonTarget } from './find-targets';

export type CreatedTask =
  | { readonly ok: true; readonly task: Task; readonly io: TaskIo }
  | { readonly ok: false; readonly problem: string };

/** The task that the executor would do for a target, to be looked at and not to be run: it collects nothing. */
export function createTask(target: TestmonTarget, workspace: Workspace, io: TaskIo): CreatedTask {
  const { options, env, names } = splitTargetEnvironment(target.options, io.env);
  const parsed = parseTaskOptions(options, env);
  if (!parsed.ok) return { ok: false, problem: `${target.project}:${target.name}: ${parsed.problem}` };
  const environmentVariables = [...new Set([...parsed.options.environmentVariables, ...names])];
  return {
    ok: true,
    task: {
      workspace,
      project: target.project,
      target: target.name,
      execId: 'none',
      options: { ...parsed.options, environmentVariables, collect: false },
    },
    io: { ...io, env },
  };
}
