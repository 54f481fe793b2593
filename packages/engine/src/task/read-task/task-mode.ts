import { join } from 'node:path';
import type { RunFilters } from '@nx-testmon/runner';
import { chooseRunner } from '../../test-runners';
import type { NoCollectReason, Task } from '../task';
import type { TaskIo } from '../task-io';

/** Whether the test runner's arguments do not run tests, such as `--version` or `--listTests`. */
export function runsNoTests(task: Task): boolean {
  return runFiltersOf(task)?.listOnly === true;
}

/**
 * Turns off collecting if the results would not be those of a plain test run (under a debugger, or while
 * snapshots are updated), or if the store is refused.
 */
export function withForcedMode(task: Task, io: TaskIo, isStoreRefused: boolean): Task {
  const filters = runFiltersOf(task);
  if (!filters || !task.options.collect) return task;
  const reason = isStoreRefused ? 'store-refused' : whyNotToCollect(filters, io);
  if (reason === undefined) return task;
  return { ...task, notCollecting: reason, options: { ...task.options, collect: false } };
}

function runFiltersOf({ workspace, project: name, options }: Task): RunFilters | undefined {
  const project = workspace.projects.find((one) => one.name === name);
  return (
    project &&
    chooseRunner(join(workspace.root, project.root), options).parseRunFilters(options.runnerArguments)
  );
}

function whyNotToCollect(filters: RunFilters, io: TaskIo): NoCollectReason | undefined {
  if (filters.inspect || isDebugged(io)) return 'debugger';
  if (filters.watch) return 'watch';
  if (filters.update) return 'update';
  return undefined;
}

function isDebugged({ isDebugged: isAttached, env }: TaskIo): boolean {
  return isAttached === true || /(^|\s)--inspect\b/.test(env['NODE_OPTIONS'] ?? '');
}
