import {
  type CodeResult,
  type Fact,
  findFlaky,
  newestMatch,
  type RunResult,
  type TestDependencies,
  type TestFileId,
  type TestFileKey,
  type TestFileResult,
  testFileKey,
} from '@nx-testmon/core';
import type { CollectNote, FinishedRun } from '../collect/collect-facts';
import { currentStateOf } from '../read-task/read-suite';
import type { DecidedTestFile } from '../select-tests/decide-test-files';
import type { TaskSession } from '../task-session';
import { type ChangesSince, findChangesSince } from './changes-since';

/** What runs although it would be skipped: everything with `verify`, a share with `audit`. */
export type VerifyMode = 'verify' | 'audit';

/** The result for the selection of a run of test files that would have been skipped. */
export type Verification = { readonly kind: 'not-ended'; readonly mode: VerifyMode } | VerifiedRun;

export interface VerifiedRun {
  readonly kind: 'verified';
  readonly mode: VerifyMode;
  /** How many test files are compared, and how many of them had a result. */
  readonly compared: number;
  readonly executed: number;
  /** Did not run, as far as that is no sign of a crash. */
  readonly notRun: number;
  /** Lost in the full run, but passed by themselves. */
  readonly lostAndPassing: number;
  /** Errors outside the test files failed the run; which test file caused them is not known. */
  readonly hasUnattributedErrors: boolean;
  readonly missed: readonly MissedEvidence[];
}

/** The evidence about one test file that would have been skipped wrongly. */
export interface MissedEvidence {
  /** Whether it failed in a second run by itself too. */
  readonly failsAgain: boolean;
  /** What else than the selection explains the failure; `undefined` where nothing does. */
  readonly otherCause: OtherCause | undefined;
  /** False: its process died. */
  readonly ended: boolean;
  readonly file: DecidedTestFile;
  /** The dependencies that it could reach before it ran. */
  readonly dependencies: TestDependencies;
  /** The fact that would have let it be skipped. */
  readonly fact: Fact | undefined;
  /** Since that fact. */
  readonly changed: ChangesSince | undefined;
}

/**
 * Why a failure says nothing about the selection: the test file is flaky, or what it depends on was edited while it ran, or
 * is not installed as the lockfile says.
 */
export type OtherCause = 'passes-alone' | 'known-flaky' | 'changed';

/** A run with test files that would have been skipped. */
export interface RunToVerify extends FinishedRun {
  readonly mode: VerifyMode;
  /** The test files that would have been skipped and ran all the same. */
  readonly compared: readonly DecidedTestFile[];
  /** The test files that were known to be flaky before the run, see {@link findKnownFlaky}. */
  readonly knownFlaky: ReadonlySet<TestFileKey>;
  /** Why results of the run were not stored. */
  readonly collectNotes: readonly CollectNote[];
  /** Runs the given test files by themselves and collects nothing. */
  readonly runAlone: (files: readonly TestFileId[]) => Promise<RunResult>;
}

/** The test files known to be flaky. @param before the code results that were stored before the run was recorded, whose failures would count as well */
export function findKnownFlaky(before: readonly CodeResult[]): ReadonlySet<TestFileKey> {
  return new Set(findFlaky(before).map(({ testFile }) => testFileKey(testFile)));
}

/**
 * Compares a run with the selection: what would have been skipped must not fail. What fails is run once
 * more by itself, which distinguishes a flaky test from a missed one.
 */
export async function verifySelection(session: TaskSession, toVerify: RunToVerify): Promise<Verification> {
  const { run, mode, compared, runAlone } = toVerify;
  if (run.outcome === 'broken' || run.outcome === 'interrupted') return { kind: 'not-ended', mode };
  const failed = compared.filter((file) => resultOf(run, file)?.outcome === 'failed');
  const silent = compared.filter((file) => resultOf(run, file) === undefined);
  // A run that was stopped by `--bail` leaves files out; one that crashed has lost them.
  const lost = run.outcome === 'unhandled' ? silent : [];
  const suspects = [...failed, ...lost];
  const second = suspects.length === 0 ? undefined : await runAlone(suspects.map(({ testFile }) => testFile));
  const failsAgain = (file: DecidedTestFile) =>
    second !== undefined && resultOf(second, file)?.outcome !== 'passed';
  const missed = suspects.filter((file) => failed.includes(file) || failsAgain(file));
  return {
    kind: 'verified',
    mode,
    compared: compared.length,
    executed: compared.length - silent.length,
    notRun: run.outcome === 'unhandled' ? 0 : silent.length,
    lostAndPassing: lost.length - missed.length + failed.length,
    hasUnattributedErrors:
      run.outcome === 'unhandled' && !run.results.some(({ outcome }) => outcome === 'failed'),
    missed: missed.map((file) => findEvidence(session, toVerify, file, failsAgain(file))),
  };
}

function resultOf({ results }: RunResult, file: DecidedTestFile): TestFileResult | undefined {
  const key = testFileKey(file.testFile);
  return results.find(({ testFile }) => testFileKey(testFile) === key);
}

function findEvidence(
  { task, store }: TaskSession,
  toVerify: RunToVerify,
  file: DecidedTestFile,
  failsAgain: boolean,
): MissedEvidence {
  const { state, reachable, run } = toVerify;
  const { testFile } = file;
  const suite = state.suites.find((one) => one.suite.id === testFile.suite);
  const dependencies = reachable.get(testFileKey(testFile));
  if (!suite || !dependencies) throw new Error(`${testFile.path} was not captured before the run`);
  // As before the run: the decision has read what these traversals ask, and a task reads each file and each path once.
  const current = currentStateOf(suite, testFile.path, state.environment);
  const fact = newestMatch(store.factsOf(testFile), current);
  const { workspace, project } = task;
  const { modules } = dependencies;
  const changed =
    fact && findChangesSince({ workspace, project, paths: state.files.paths, modules, since: fact.endedAt });
  return {
    failsAgain,
    otherCause: failsAgain ? findOtherCause(toVerify, testFile) : 'passes-alone',
    ended: resultOf(run, file) !== undefined,
    file,
    dependencies,
    fact,
    changed,
  };
}

function findOtherCause(
  { knownFlaky, collectNotes }: RunToVerify,
  testFile: TestFileId,
): OtherCause | undefined {
  if (knownFlaky.has(testFileKey(testFile))) return 'known-flaky';
  const hasChanged = collectNotes.some(
    (note) =>
      (note.kind === 'changed-during-run' || note.kind === 'packages-not-installed') &&
      note.testFiles.includes(testFile.path),
  );
  return hasChanged ? 'changed' : undefined;
}
