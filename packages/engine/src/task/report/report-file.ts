import { appendFileSync, mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { printableJson, type ProblemOf } from '@nx-testmon/core';
import type { TaskReport } from '../task-report';

/**
 * Appends one JSON line with a single write to a file opened for appending, so that the lines of parallel
 * tasks don't mix.
 *
 * @returns the problem, if there is one: a report never fails a test run
 */
export function appendReport(
  workspaceRoot: string,
  reportFile: string,
  report: TaskReport,
): ProblemOf<'report-not-written'> | undefined {
  const file = resolve(workspaceRoot, reportFile);
  try {
    mkdirSync(dirname(file), { recursive: true });
    appendFileSync(file, `${printableJson(report)}\n`);
    return undefined;
  } catch (error) {
    return { kind: 'report-not-written', file, detail: (error as Error).message };
  }
}
