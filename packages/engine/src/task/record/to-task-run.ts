import type { RunResult, TaskRun } from '@nx-testmon/core';
import type { SelectionOfRun } from '../select-tests/apply-file-filter';
import type { TaskSession } from '../task-session';

/** The numbers of a run for `testmon stats`, with times in ms. */
export interface RunNumbers {
  readonly run: Pick<RunResult, 'outcome'>;
  readonly filtered: SelectionOfRun;
  readonly savedMs: number;
  readonly durationMs: number;
}

/** A run that has just ended, as the store keeps it. */
export function toTaskRun(
  { task, io }: TaskSession,
  { run: { outcome }, filtered, savedMs, durationMs }: RunNumbers,
): TaskRun {
  const { execId, project, target, options } = task;
  const selected = filtered.selected.length;
  return {
    execId,
    project,
    target,
    environment: options.environment,
    outcome: outcome === 'unhandled' ? 'failed' : outcome,
    endedAt: io.clock(),
    durationMs,
    selected,
    total: selected + filtered.skipped.length,
    savedMs,
  };
}
