import type { Problem } from '@nx-testmon/core';
import type { RunFilters } from '@nx-testmon/runner';
import { findForeignVariables } from '../options/known-variables';
import type { TaskOptions } from '../options/parse-task-options';
import type { TaskState } from '../read-task/read-task';
import { problemOfBreaker } from '../../store/problem-of-breaker';
import type { TaskSession } from '../task-session';

/** Rules that decide which test files run independently of the facts, and their notes. */
export interface SelectionRules {
  readonly options: Pick<TaskOptions, 'select' | 'forceselect' | 'verify'>;
  readonly runFilters: RunFilters;
  /** How to list test files with the test runner, for a task without test files. */
  readonly listHint: string;
  /** Environment variables with the prefix of nx-testmon that it does not read. */
  readonly foreignVariables: readonly string[];
  /** The breaker that turns off the selection; `undefined` if there is none. */
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
