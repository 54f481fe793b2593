import type { RunResult } from '@nx-testmon/core';
import type { PreparedTask } from '../read-task/prepare-task';
import { appendReport } from './report-file';
import type { DoneTask, MissedTestFile, Task, TaskIo, TaskReport } from '../task';

/** How a task ended, for its report. */
export interface TaskEnd {
  readonly outcome: RunResult['outcome'];
  readonly exitCode: number;
  readonly durationMs: number;
  readonly savedMs: number;
  readonly missed?: readonly MissedTestFile[] | undefined;
}

export const broken = { outcome: 'broken', exitCode: 2, savedMs: 0 } as const;

/** What is said of a task at its end, in the report file too. */
export function reportTask(
  task: Task,
  prepared: PreparedTask | undefined,
  { outcome, exitCode, durationMs, savedMs, missed }: TaskEnd,
  io: TaskIo,
): DoneTask {
  const { collect, environment, reportFile } = task.options;
  const selected = prepared?.selection.selected ?? [];
  const skipped = prepared?.selection.skipped.length ?? 0;
  const line: TaskReport = {
    execId: task.execId,
    project: task.project,
    target: task.target,
    collect,
    select: prepared ? prepared.whole === undefined : task.options.select,
    environment,
    selected: selected.map(({ file, reason }) => ({ file, reason })),
    skipped,
    total: selected.length + skipped,
    outcome: outcome === 'unhandled' ? 'failed' : outcome,
    durationMs,
    savedMs: Math.round(savedMs),
    ...(missed === undefined ? {} : { missed }),
  };
  const problem = reportFile === undefined ? undefined : appendReport(task.workspace.root, reportFile, line);
  if (problem !== undefined) io.write(`testmon: ${problem}`);
  return { report: line, exitCode };
}
