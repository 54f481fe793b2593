import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TaskReport } from '@nx-testmon/engine';
import type { ProcessResult } from './child-process';
import { type NxRun, runNx } from './run-nx';
import type { TestWorkspace } from './workspace';

/** A run of nx and what each of its tasks reported, sorted by project. */
export interface ReportedRun extends ProcessResult {
  readonly reports: readonly TaskReport[];
}

/** Runs nx with a report file of its own, outside the workspace. */
export async function runReported(
  workspace: TestWorkspace,
  args: readonly string[],
  options: NxRun = {},
): Promise<ReportedRun> {
  const folder = mkdtempSync(join(tmpdir(), 'nx-testmon-report-'));
  const file = join(folder, 'report.jsonl');
  const result = await runNx(workspace, args, {
    ...options,
    env: { NX_TESTMON_REPORT_FILE: file, ...options.env },
  });
  const reports = readTaskReports(file);
  rmSync(folder, { recursive: true });
  return { ...result, reports };
}

/** Reports of a JSON lines file, sorted by project; none when there is no file. */
export function readTaskReports(file: string): TaskReport[] {
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as TaskReport)
    .sort((a, b) => (a.project < b.project ? -1 : 1));
}

/** Selected test files of all tasks with `libs/` cut off, sorted. */
export function selectedFiles(run: ReportedRun): string[] {
  return run.reports
    .flatMap(({ selected }) => selected.map(({ file }) => file.replace(/^libs\//, '')))
    .sort();
}

/** Selected test files with their reasons, for the message of an expectation. */
export function describeSelection(run: ReportedRun): string {
  const lines = run.reports.flatMap(({ selected }) =>
    selected.map(({ file, reason }) => `${file}: ${reason}`),
  );
  return ['selected:', ...lines].join('\n  ');
}
