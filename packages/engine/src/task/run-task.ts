import { type CodeResult, errorWithStack, type Problem } from '@nx-testmon/core';
import { refuseStore } from '@nx-testmon/store';
import { applyAudit } from './audit/apply-audit';
import { collectAttempts } from './collect/collect-attempts';
import type { CollectedFacts, RunToCollect } from './collect/collect-facts';
import { collectTracesOfSkipped } from './collect/collect-traces';
import { captureReachable, type Reachable } from './collect/reachable';
import { savedByRuns } from '../store/read-stats';
import { applyPlan } from './take-shard/apply-plan';
import { readShard } from './take-shard/read-shard';
import type { Shard } from './take-shard/take-shard';
import { readTask, type TaskState } from './read-task/read-task';
import { readerWithProgress } from './read-task/reader-with-progress';
import { runsNoTests, withForcedMode } from './read-task/task-mode';
import { mergeWaiting } from './record/merge-waiting';
import { type RecordedRun, recordRun } from './record/record-run';
import { type RunNumbers, toTaskRun } from './record/to-task-run';
import { mayConcernFlaky } from './report/find-flaky-of-run';
import { printSelection, reportFailure, reportResult } from './report/report-task';
import { runWithRetries } from './run-tests/run-with-retries';
import type { RunWithRetries } from './run-tests/retry-flaky';
import { runPlain } from './run-tests/run-plain';
import { runAlone } from './run-tests/run-tests';
import { applyChoice } from './select-tests/apply-choice';
import type { TestSelection } from './select-tests/apply-decisions';
import { applyFileFilter } from './select-tests/apply-file-filter';
import { decideTestFiles } from './select-tests/decide-test-files';
import { type SelectionWithNotes, selectTests } from './select-tests/select-tests';
import { selectionRules } from './select-tests/selection-rules';
import { storePaths } from '../store/task-store';
import type { Task } from './task';
import type { TaskIo } from './task-io';
import type { DoneTask } from './task-report';
import { openTaskSession, type TaskSession } from './task-session';
import { setBreaker } from './verify/set-breaker';
import { findKnownFlaky, type VerifyMode, verifySelection } from './verify/verify-selection';

/**
 * Selects, runs, records, reports. Without `collect`, it only writes the report file and, on GitHub Actions,
 * the job summary.
 */
export async function runTask(given: Task, io: TaskIo): Promise<DoneTask> {
  if (!given.options.enabled || runsNoTests(given)) return runPlain(given, io);
  const paths = storePaths(given.workspace.root, io.env);
  const task = withForcedMode(given, io, refuseStore(paths, given.project) !== undefined);
  const waiting = task.options.collect ? await mergeWaiting(paths, io.clock()) : [];
  const session = await openTaskSession(task, io);
  try {
    return await runStages(session, waiting);
  } finally {
    session.store.close();
  }
}

async function runStages(session: TaskSession, waiting: readonly Problem[]): Promise<DoneTask> {
  const { store, io } = session;
  const { collect } = session.task.options;
  const started = io.clock();
  const savedBeforeMs = savedByRuns(store.runs());

  const read = await readTask(session, readerWithProgress(io));
  if (!read.ok) return reportFailure(session, read.problem, io.clock() - started);
  const { state } = read;

  const sharded = await readShard(session, state);
  if (!sharded.ok) return reportFailure(session, sharded.problem, io.clock() - started);

  const { selection, notes } = selectShard(session, state, sharded.shard);
  const selected = { selection, waiting, notes };
  printSelection(session, selected);

  const mode = verifyMode(session, selection);
  const reachable = captureBeforeRun(session, state, selection, mode);
  const { run, attempts, retried } = await runWithRetries(session, { state, selection });
  const savedMs = mode === 'verify' ? 0 : selection.savedMs;
  const filtered = applyFileFilter(selection, run);
  const measured = { selection, filtered, savedMs, durationMs: io.clock() - started };
  const finished = { run, attempts, state, reachable, ...measured };

  const collected = collect ? await collectSafely(session, finished) : nothingCollected;
  const { notes: collectNotes, codeResults } = collected;
  // Read before recording: a test file that fails with the code that it passed with is flaky as soon as the
  // run is recorded.
  const codeResultsBefore = mayConcernFlaky({ run, retried, codeResults }) ? store.codeResults() : [];
  const recorded = await recordSafely(session, finished, collected);
  const verification =
    mode && (await verifyRun(session, finished, { mode, codeResultsBefore, collectNotes }));
  return reportResult(session, {
    ...selected,
    selection: filtered,
    run,
    recorded,
    collectNotes,
    verification,
    breaker: verification && setBreaker(session, verification),
    retried,
    codeResults,
    codeResultsBefore,
    durationMs: io.clock() - started,
    savedMs,
    savedBeforeMs,
  });
}

/** Captures what the test files that will run can reach, if collecting or verifying needs it. */
function captureBeforeRun(
  { task }: TaskSession,
  state: TaskState,
  { selected, skipped, audited }: TestSelection,
  mode: VerifyMode | undefined,
): Reachable {
  if (!task.options.collect && mode === undefined) return captureReachable(state, []);
  const willRun = [...selected, ...(mode === 'verify' ? skipped : audited)];
  return captureReachable(
    state,
    willRun.map(({ testFile }) => testFile),
  );
}

/** The mode in which test files run that would be skipped; `undefined` if none does. */
function verifyMode(
  { task }: TaskSession,
  { fullRunReason, audited }: TestSelection,
): VerifyMode | undefined {
  if (fullRunReason !== undefined) return undefined;
  if (task.options.verify) return 'verify';
  return audited.length > 0 ? 'audit' : undefined;
}

interface VerifyInput {
  readonly mode: VerifyMode;
  readonly codeResultsBefore: readonly CodeResult[];
  readonly collectNotes: CollectedFacts['notes'];
}

/** Compares the run with the selection, and runs failed test files again alone. */
function verifyRun(
  session: TaskSession,
  finished: RunOfTask,
  { mode, codeResultsBefore, collectNotes }: VerifyInput,
): ReturnType<typeof verifySelection> {
  const { state, selection, filtered } = finished;
  return verifySelection(session, {
    ...finished,
    mode,
    compared: mode === 'verify' ? selection.skipped : filtered.audited,
    knownFlaky: findKnownFlaky(codeResultsBefore),
    collectNotes,
    runAlone: (files) => runAlone(session, { state, selection }, files),
  });
}

/**
 * Selects from the test files of a task, of the shard of a plan that this machine runs, or of a person's
 * choice. An audit adds some of the skipped test files.
 */
function selectShard(session: TaskSession, state: TaskState, shard: Shard | undefined): SelectionWithNotes {
  const decisions = decideTestFiles(state, session.store);
  const { choice, options } = session.task;
  const noted = selectTests(decisions, selectionRules(session, state));
  const { verify, audit: percent } = options;
  const planned = applyPlan(noted, shard, verify);
  if (choice !== undefined) return applyChoice(planned, choice, verify);
  if (verify || planned.selection.fullRunReason !== undefined) return planned;
  const audit = { percent, now: session.io.clock(), shard };
  return { ...planned, selection: applyAudit(planned.selection, audit) };
}

/** A finished run, with the time that the selection saved. */
interface RunOfTask extends RunToCollect, RunNumbers, Pick<RunWithRetries, 'attempts'> {
  readonly run: RunToCollect['run'];
  readonly selection: TestSelection;
}

/** The collected results of a run. If nothing was collected because of a failure, `recorded` contains it. */
type CollectedRun = ({ readonly kind: 'collected' } & CollectedFacts) | NothingCollected;

interface NothingCollected extends Pick<CollectedFacts, 'notes' | 'codeResults'> {
  readonly kind: 'nothing';
  readonly recorded: RecordedRun | undefined;
}

const nothingCollected: NothingCollected = {
  kind: 'nothing',
  recorded: undefined,
  notes: [],
  codeResults: [],
};

/** A bug in collecting must not fail the tests. It is reported, and nothing is stored. */
async function collectSafely(session: TaskSession, finished: RunOfTask): Promise<CollectedRun> {
  try {
    return { kind: 'collected', ...(await collectAttempts(session, finished, finished.attempts)) };
  } catch (error) {
    return { ...nothingCollected, recorded: lostBy(error) };
  }
}

/**
 * Handles a bug in recording in the same way.
 *
 * @returns `undefined` if nothing is collected
 */
async function recordSafely(
  session: TaskSession,
  finished: RunOfTask,
  collected: CollectedRun,
): Promise<RecordedRun | undefined> {
  if (collected.kind === 'nothing') return collected.recorded;
  const { state, selection } = finished;
  try {
    return await recordRun(session, {
      ...collected,
      state,
      traces: [...collected.traces, ...collectTracesOfSkipped(state, selection, session.store)],
      run: toTaskRun(session, finished),
    });
  } catch (error) {
    return lostBy(error);
  }
}

function lostBy(error: unknown): RecordedRun {
  const detail = errorWithStack(error);
  return { outcome: 'lost', facts: 0, problems: [{ kind: 'collecting-failed', detail }] };
}
