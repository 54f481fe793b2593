import { join } from 'node:path';
import type { RunFilters } from '@nx-testmon/runner';
import type { TaskOptions } from '../options/options';
import { chooseRunner } from '../test-runners';
import type { Task, TaskIo } from '../task';

/**
 * The task as it is to be done: what its results say is not kept where they come about by other means than a
 * test run's.
 */
export function withForcedMode(task: Task, io: TaskIo): Task {
  const project = task.workspace.projects.find(({ name }) => name === task.project);
  if (!project || !task.options.collect) return task;
  const runner = chooseRunner(join(task.workspace.root, project.root), task.options);
  const reason = whyNotToCollect(runner.parseRunFilters(task.options.runnerArguments), io);
  if (reason === undefined) return task;
  return { ...task, notCollecting: reason, options: { ...task.options, collect: false } };
}

function whyNotToCollect(filters: RunFilters, io: TaskIo): string | undefined {
  if (filters.inspect || isDebugged(io)) return 'a debugger is attached';
  if (filters.watch) return 'watch mode is asked for';
  if (filters.update) return 'snapshots are updated';
  if (filters.listOnly) return 'the runner is asked for something else than tests';
  return undefined;
}

function isDebugged({ isDebugged: isAttached, env }: TaskIo): boolean {
  return isAttached === true || /(^|\s)--inspect\b/.test(env['NODE_OPTIONS'] ?? '');
}

/** The word for "the user said so". */
const NOSELECT = 'noselect';

/** As `select` lists it beside other notes. */
export function wholeNote(whole: string): string {
  return `nothing is skipped: ${whole}`;
}

/** Why everything runs although facts would allow to skip, if it does. */
export function wholeRunReason(
  { select, forceselect }: Pick<TaskOptions, 'select' | 'forceselect'>,
  filters: RunFilters,
): string | undefined {
  if (!select) return NOSELECT;
  if (filters.listOnly) return 'the runner is asked for something else than tests';
  if (forceselect) return undefined;
  if (filters.nameFilter || filters.partialTestFiles) return 'a filter by test name is given';
  if (filters.fileFilters.length > 0) return 'test files are named';
  if (filters.changed) return 'the runner was asked for a selection of its own';
  if (filters.update) return 'snapshots are updated';
  return undefined;
}
