import type { Problem } from '@nx-testmon/core';
import type { RunFilters } from '@nx-testmon/runner';
import { findForeignVariables } from '../options/known-variables';
import type { TaskOptions } from '../options/options';
import type { TaskState } from '../read-task/read-task';
import { problemOfBreaker } from '../../store/problem-of-breaker';
import type { TaskSession } from '../task-session';

/** The rules besides the facts that decide which test files run, and the notes about them. */
export interface SelectionRules {
  readonly options: Pick<TaskOptions, 'select' | 'forceselect' | 'verify'>;
  readonly runFilters: RunFilters;
  /** How to list test files with the test runner, for a task that has none. */
  readonly listHint: string;
  /** Environment variables that look like those of nx-testmon and are none. */
  readonly foreignVariables: readonly string[];
  /** What turns the selection off; `undefined` where nothing does. */
  readonly breaker: Problem | undefined;
}

export function selectionRules(
  { task, store, io }: TaskSession,
  { runner, runFilters }: TaskState,
): SelectionRules {
  const { options, project } = task;
  const stored = store.breaker(project);
  return {
    options,
    runFilters,
    listHint: runner.listHint,
    foreignVariables: findForeignVariables(io.env),
    breaker: stored && problemOfBreaker(stored, project),
  };
}
