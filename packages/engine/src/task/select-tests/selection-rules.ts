import type { RunFilters } from '@nx-testmon/runner';
import { findForeignVariables } from '../options/known-variables';
import type { TaskOptions } from '../options/options';
import type { TaskState } from '../read-task/read-task';
import type { TaskSession } from '../task-session';

/** The rules besides the facts that decide which test files run, and the notes about them. */
export interface SelectionRules {
  readonly options: Pick<TaskOptions, 'select' | 'forceselect'>;
  readonly runFilters: RunFilters;
  /** How to list test files with the test runner, for a task that has none. */
  readonly listHint: string;
  /** Environment variables that look like those of nx-testmon and are none. */
  readonly foreignVariables: readonly string[];
}

export function selectionRules({ task, io }: TaskSession, { runner, runFilters }: TaskState): SelectionRules {
  const { options } = task;
  return { options, runFilters, listHint: runner.listHint, foreignVariables: findForeignVariables(io.env) };
}
