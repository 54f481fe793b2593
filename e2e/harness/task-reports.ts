import { existsSync, readFileSync } from 'node:fs';
import type { TaskReport } from '@nx-testmon/engine';
import { TemporaryFolder } from '../../tools/testing/temporary-folder';
import type { ProcessResult } from './child-process';
import { type NxRun, runNx } from './run-nx';
import type { TestWorkspace } from './workspace';

/** A run with the reports of its tasks, sorted by project. */
export interface ReportedRun extends ProcessResult {
  readonly reports: readonly TaskReport[];
}

/** Runs Nx with its own report file, outside the workspace. */
export function runReported(
  workspace: TestWorkspace,
  args: readonly string[],
  options: NxRun = {},
): Promise<ReportedRun> {
  return withReports((env) => runNx(workspace, args, { ...options, env: { ...env, ...options.env } }));
}

/** @param start runs a command with the environment variable that contains the path of the report file */
export async function withReports(
  start: (env: Readonly<Record<string, string>>) => Promise<ProcessResult>,
): Promise<ReportedRun> {
  using folder = new TemporaryFolder();
  const file = folder.path('report.jsonl');
  const result = await start({ NX_TESTMON_REPORT_FILE: file });
  return { ...result, reports: readTaskReports(file) };
}

/** Reads the reports of a JSON lines file, sorted by project; empty if there is no file. */
function readTaskReports(file: string): TaskReport[] {
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as TaskReport)
    .sort((a, b) => (a.project < b.project ? -1 : 1));
}

/** Selected test files of all tasks, without `libs/`, sorted. */
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
