import type { RunResult, TaskRun } from '@nx-testmon/core';
import { findFacts, noFacts, type Reachable, reachableNow } from './collect/find-facts';
import { appendJobSummary } from './report/job-summary';
import { inputsOfSkipped } from './collect/learn-inputs';
import { closingLine, headerLine, reasonLines } from './report/lines';
import type { PreparedTestFile } from './read-task/prepare-suite';
import { type PreparedTask, prepareTask } from './read-task/prepare-task';
import { mergeWaiting, type RecordedRun, recordRun } from './record/record-run';
import { allRuns } from './maintenance/read-stats';
import { broken, reportTask } from './report/report-task';
import { runPlain } from './run-tests/run-plain';
import { runAlone, runSelected } from './run-tests/run-selected';
import type { DoneTask, Task, TaskIo } from './task';
import { wholeNote, withForcedMode } from './read-task/task-mode';
import { openTaskStore, storePlaces, type TaskStore } from './store/task-store';
import { trimCache } from './store/trim-cache';
import { verifySelection } from './verify/verify-selection';

/**
 * Selects, runs, records, reports. Without `collect` it changes nothing on disk but the report file
 * and, on GitHub Actions, the job's summary.
 */
export async function runTask(given: Task, io: TaskIo): Promise<DoneTask> {
  if (!given.options.enabled) return runPlain(given, io);
  const task = withForcedMode(given, io);
  const done = await runOpened(task, io);
  const summary = io.env['GITHUB_STEP_SUMMARY'];
  const problem = summary ? await appendJobSummary(summary, done.report) : undefined;
  if (problem !== undefined) io.write(`testmon: ${problem}`);
  return done;
}

async function runOpened(task: Task, io: TaskIo): Promise<DoneTask> {
  const started = io.now();
  const places = storePlaces(task.workspace.root, io.env);
  const waiting = task.options.collect ? await mergeWaiting(places, started) : [];
  const store = await openTaskStore(places);
  try {
    const prepared = await prepareTask(task, store, io);
    if (!prepared.ok) {
      io.write(`testmon: ${prepared.problem}`);
      return reportTask(task, undefined, { ...broken, durationMs: io.now() - started }, io);
    }
    return await runPrepared(task, prepared.task, waiting, store, io);
  } finally {
    store.close();
  }
}

async function runPrepared(
  task: Task,
  prepared: PreparedTask,
  waiting: readonly string[],
  store: TaskStore,
  io: TaskIo,
): Promise<DoneTask> {
  const { collect, forceselect } = task.options;
  const { selection, whole } = prepared;
  const selects = whole === undefined;
  const verify = task.options.verify && selects;
  const started = io.now();
  const { notCollecting } = task;
  io.write(headerLine(selection, { collect, notCollecting, whole, forceselect, verify }));
  if (task.options.verify && !verify) io.write('testmon: verify: nothing to verify: nothing is skipped');
  const inHeader = whole === undefined ? undefined : wholeNote(whole);
  const notes = selection.notes.filter((note) => note !== inHeader);
  for (const note of [...waiting, ...notes]) io.write(`testmon: ${note}`);
  for (const line of reasonLines(selection)) io.write(line);

  const toRun = testFilesToRun(prepared, verify);
  const reachable = reachableNow(collect || verify ? toRun : []);
  const run = selects && toRun.length === 0 ? nothingToRun : await runSelected(task, prepared, io);
  if (run.message !== undefined) io.write(`testmon: ${run.message}`);
  for (const note of run.notes ?? []) io.write(`testmon: ${note}`);
  const savedMs = verify ? 0 : selection.savedMs;
  const learned = { ...run, savedMs, durationMs: io.now() - started };
  const recorded = collect
    ? await collectSafely(task, prepared, reachable, learned, store, io)
    : notCollected;
  for (const note of recorded.notes) io.write(`testmon: ${note}`);
  const verified = verify
    ? await verifySelection(task, prepared, run, store, (files) => runAlone(task, prepared, files, io))
    : undefined;
  const durationMs = io.now() - started;
  const savedInAll = savedMs + savedBefore(store, task, io);
  const { stored } = recorded;
  io.write(closingLine(selection, { ran: run.results.length, durationMs, savedMs, savedInAll, stored }));
  for (const line of verified?.lines ?? []) io.write(line);
  const missed = verified?.missed;
  const exitCode = missed !== undefined && missed.length > 0 ? 2 : run.exitCode;
  return reportTask(task, prepared, { outcome: run.outcome, exitCode, durationMs, savedMs, missed }, io);
}

/** Where nothing is skipped, the selection holds all; what is verified runs beside the selection. */
function testFilesToRun({ testFiles, selection }: PreparedTask, verify: boolean): PreparedTestFile[] {
  const skipped = new Set(verify ? [] : selection.skipped);
  return testFiles.filter((file) => !skipped.has(file));
}

const nothingToRun: RunResult = { results: [], outcome: 'passed', exitCode: 0 };
const notCollected: RecordedRun = { stored: 'nothing stored (nocollect)', notes: [] };

/** A bug in collecting must not fail the tests it was to learn from: it is told, and nothing is stored. */
async function collectSafely(...args: Parameters<typeof collectRun>): Promise<RecordedRun> {
  try {
    return await collectRun(...args);
  } catch (error) {
    const what = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { stored: 'nothing stored', notes: [`collecting failed; please report this: ${what}`] };
  }
}

/** How a run ended, and what the selection was worth. */
interface LearnedRun extends RunResult {
  readonly savedMs: number;
  readonly durationMs: number;
}

async function collectRun(
  task: Task,
  prepared: PreparedTask,
  reachable: Reachable,
  run: LearnedRun,
  store: TaskStore,
  io: TaskIo,
): Promise<RecordedRun> {
  const found =
    run.found === undefined && run.results.length === 0
      ? noFacts([])
      : await findFacts(task, prepared, reachable, run, store, io);
  const places = storePlaces(task.workspace.root, io.env);
  const recorded = await recordRun(
    task,
    prepared,
    { ...found, inputs: [...found.inputs, ...inputsOfSkipped(prepared, store)] },
    taskRun(task, prepared, run, io.now()),
    store,
    places,
    io.now(),
  );
  trimCache(places.cache, io.now());
  return { ...recorded, notes: [...found.notes, ...recorded.notes] };
}

function taskRun(
  { execId, project, target, options }: Task,
  { selection }: PreparedTask,
  { outcome, durationMs, savedMs }: LearnedRun,
  endedAt: number,
): TaskRun {
  const selected = selection.selected.length;
  return {
    execId,
    project,
    target,
    environment: options.environment,
    outcome: outcome === 'unhandled' ? 'failed' : outcome,
    endedAt,
    durationMs,
    selected,
    total: selected + selection.skipped.length,
    savedMs,
  };
}

/** What all runs before saved, in ms. */
function savedBefore(store: TaskStore, task: Task, io: TaskIo): number {
  const runs = allRuns(store.runs(), storePlaces(task.workspace.root, io.env).runs);
  return runs.reduce((sum, { savedMs }) => sum + savedMs, 0);
}
