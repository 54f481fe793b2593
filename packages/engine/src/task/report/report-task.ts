import {
  describeRunFallback,
  formatMessageLine,
  printable,
  type Problem,
  type RunResult,
} from '@nx-testmon/core';
import { isMissedByAudit } from '../verify/missed-by-audit';
import type { Verification } from '../verify/verify-selection';
import { auditLines, breakerLines } from './audit';
import { findFlakyOfRun, type FlakyInRun } from './find-flaky-of-run';
import type { TestSelection } from '../select-tests/apply-decisions';
import type { SelectionOfRun } from '../select-tests/apply-file-filter';
import type { DescribedSelection, SelectedTestFile } from '../described-selection';
import type { Task } from '../task';
import type {
  DoneTask,
  FailedTestFile,
  MissedTestFile,
  SelectedTestFileInReport,
  TaskReport,
} from '../task-report';
import type { TaskSession } from '../task-session';
import { closingLine } from './closing-line';
import { describeSelection } from './describe-selection';
import { flakyLines, toFlakyInReport } from './flaky';
import { countDependents, fallbackLine, headerLine, reasonLines } from './header';
import { appendJobSummary } from './job-summary';
import { renderNote, type TaskNote } from './notes';
import { appendReport } from './report-file';
import type { TaskResult, TaskStart } from './task-result';
import { toMissedTestFile, verificationLines } from './verification';

/** Prints the selection before the tests run. */
export function printSelection(session: TaskSession, { selection, waiting, notes }: TaskStart): void {
  const { task } = session;
  // The header contains the reason why nothing is skipped.
  const others = notes.filter(({ kind }) => kind !== 'full-run');
  const { audit, verify } = task.options;
  const isUnaudited = audit > 0 && !verify && selection.skipped.length === 0;
  const isUnverified = verify && selection.fullRunReason !== undefined;
  print(session, [
    headerLine(task, selection),
    ...[fallbackLine(selection)].filter((line) => line !== undefined),
    ...(isUnverified ? ['verify: nothing to verify, because nothing is skipped'] : []),
    ...(isUnaudited ? ['audit: nothing to check, because nothing is skipped'] : []),
    ...[...waiting.map(toNote), ...others].map(renderNote),
    ...(isLeftToRunner(selection) ? [] : reasonLines(describeSelection(task, selection, []))),
  ]);
}

/** Whether only the test runner knows which test files run. */
function isLeftToRunner({ fullRunReason, fileFilter }: TestSelection): boolean {
  return fullRunReason !== undefined && fileFilter !== undefined;
}

/** Prints the result after the run, and writes it to the report file and the job's summary. */
export async function reportResult(session: TaskSession, result: TaskResult): Promise<DoneTask> {
  const { task } = session;
  const { run, recorded, collectNotes, verification, breaker, selection, notes } = result;
  const flaky = findFlakyOfRun(result);
  const notStored = [...collectNotes, ...(recorded?.problems ?? []).map(toNote)];
  print(session, [
    ...(run.message === undefined ? [] : [run.message]),
    ...[...new Set((run.fallbacks ?? []).map(({ fallback }) => describeRunFallback(fallback)))].map(
      printable,
    ),
    ...notStored.map(renderNote),
    closingLine(result),
    ...flakyLines(flaky),
    ...(verification ? linesOfVerification(verification) : []),
    ...(breaker ? breakerLines(breaker, task.project) : []),
  ]);
  const missed = verification && findMissed(verification);
  const audited = verification && countAudited(verification);
  const failed = findFailed(run);
  const end = { ...result, flaky, outcome: run.outcome, failed, missed, audited };
  const report = toReport(task, end, describeSelection(task, selection, notes));
  await writeReports(session, report);
  const exitCode = missed !== undefined && missed.length > 0 ? 2 : run.exitCode;
  return { report, exitCode, results: run.results };
}

function linesOfVerification(verification: Verification): string[] {
  return verification.mode === 'audit' ? auditLines(verification) : verificationLines(verification);
}

/** @returns `undefined` if the run was not audited */
function countAudited(verification: Verification): number | undefined {
  if (verification.mode !== 'audit') return undefined;
  return verification.kind === 'verified' ? verification.executed : 0;
}

function findMissed(verification: Verification): MissedTestFile[] {
  if (verification.kind !== 'verified') return [];
  const { mode, missed } = verification;
  return (mode === 'audit' ? missed.filter(isMissedByAudit) : missed).map(toMissedTestFile);
}

function findFailed({ results }: RunResult): FailedTestFile[] {
  return results
    .filter(({ outcome }) => outcome === 'failed')
    .map(({ testFile, failedTests = [] }) => ({
      file: testFile.path,
      suite: testFile.suite,
      failedTests,
    }));
}

/** The report of a task that could not run. */
export async function reportFailure(
  session: TaskSession,
  problem: Problem,
  durationMs: number,
): Promise<DoneTask> {
  print(session, [renderNote(toNote(problem))]);
  const report = toReport(session.task, { outcome: 'broken', durationMs, savedMs: 0 }, undefined);
  await writeReports(session, report);
  return { report, exitCode: 2, problem, results: [] };
}

/** How a task ended, for its report. */
interface TaskEnd {
  readonly outcome: RunResult['outcome'];
  readonly durationMs: number;
  readonly savedMs: number;
  readonly failed?: readonly FailedTestFile[];
  readonly missed?: readonly MissedTestFile[] | undefined;
  /** The number of skipped test files that were audited. */
  readonly audited?: number | undefined;
  readonly flaky?: readonly FlakyInRun[];
  readonly selection?: Pick<SelectionOfRun, 'fullRunReason' | 'outsideFilter' | 'inOtherShards'>;
}

function toReport(
  { execId, project, target, options }: Task,
  { outcome, durationMs, savedMs, failed = [], missed, audited, flaky = [], selection }: TaskEnd,
  described: DescribedSelection | undefined,
): TaskReport {
  const selected = described?.selected ?? [];
  const skipped = described?.skipped.length ?? 0;
  const outsideFilter = selection?.outsideFilter.length ?? 0;
  const inOtherShards = selection?.inOtherShards.length ?? 0;
  const fallbacks = described ? countDependents([...described.selected, ...described.skipped]) : 0;
  return {
    execId,
    project,
    target,
    collect: options.collect,
    select: selection ? selection.fullRunReason === undefined : options.select,
    environment: options.environment,
    selected: selected.map(toSelectedInReport),
    skipped,
    total: selected.length + skipped,
    ...(outsideFilter > 0 ? { outsideFilter } : {}),
    ...(inOtherShards > 0 ? { inOtherShards } : {}),
    ...(audited === undefined ? {} : { audited }),
    ...(selection?.fullRunReason === 'breaker' ? { breaker: true as const } : {}),
    outcome: outcome === 'unhandled' ? 'failed' : outcome,
    ...(failed.length > 0 ? { failed } : {}),
    durationMs,
    savedMs: Math.round(savedMs),
    ...(fallbacks > 0 ? { fallbacks } : {}),
    ...(flaky.length > 0 ? { flaky: flaky.map(toFlakyInReport) } : {}),
    ...(missed === undefined ? {} : { missed }),
  };
}

function toSelectedInReport({ testFile, reason, decision }: SelectedTestFile): SelectedTestFileInReport {
  const changed = decision.kind === 'changed' ? { changed: decision.blocks } : {};
  return { file: testFile.path, reason, ...changed };
}

async function writeReports(session: TaskSession, report: TaskReport): Promise<void> {
  const { task, io } = session;
  const { reportFile } = task.options;
  const summary = io.env['GITHUB_STEP_SUMMARY'];
  const problems = [
    reportFile === undefined ? undefined : appendReport(task.workspace.root, reportFile, report),
    summary ? await appendJobSummary(summary, report) : undefined,
  ].filter((problem) => problem !== undefined);
  print(session, problems.map(toNote).map(renderNote));
}

function toNote(problem: Problem): TaskNote {
  return { kind: 'problem', problem };
}

function print({ io }: TaskSession, lines: readonly string[]): void {
  for (const line of lines) io.write(formatMessageLine(line));
}
