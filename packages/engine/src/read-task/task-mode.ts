import { join } from 'node:path';
import type { RunFilters } from '@nx-testmon/runner';
import { chooseRunner } from '../test-runners';
import type { NoCollectReason, Task, TaskIo } from '../task';

/**
 * The task, without collecting where its results say nothing about a plain test run: under a debugger, while
 * snapshots are updated, or where the runner is asked for something else than tests.
 */
export function withForcedMode(task: Task, io: TaskIo): Task {
  const project = task.workspace.projects.find(({ name }) => name === task.project);
  if (!project || !task.options.collect) return task;
  const runner = chooseRunner(join(task.workspace.root, project.root), task.options);
  const reason = whyNotToCollect(runner.parseRunFilters(task.options.runnerArguments), io);
  if (reason === undefined) return task;
  return { ...task, notCollecting: reason, options: { ...task.options, collect: false } };
}

function whyNotToCollect(filters: RunFilters, io: TaskIo): NoCollectReason | undefined {
  if (filters.inspect || isDebugged(io)) return 'debugger';
  if (filters.watch) return 'watch';
  if (filters.update) return 'update';
  if (filters.listOnly) return 'not-a-test-run';
  return undefined;
}

function isDebugged({ isDebugged: isAttached, env }: TaskIo): boolean {
  return isAttached === true || /(^|\s)--inspect\b/.test(env['NODE_OPTIONS'] ?? '');
}
