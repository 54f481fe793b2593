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
import type { CollectNote, RunToCollect } from '../collect/collect-facts';
import { currentStateOf } from '../read-task/read-suite';
import type { DecidedTestFile } from '../select-tests/decide-test-files';
import type { TaskSession } from '../task-session';
import { type ChangesSince, findChangesSince } from './changes-since';

/** Which test files run although they would be skipped: all of them with `verify`, a share with `audit`. */
export type VerifyMode = 'verify' | 'audit';

/** The result of comparing the selection with a run of test files that would have been skipped. */
export type Verification = { readonly kind: 'not-ended'; readonly mode: VerifyMode } | VerifiedRun;

export interface VerifiedRun {
  readonly kind: 'verified';
  readonly mode: VerifyMode;
  /** The number of compared test files, and of those with a result. */
  readonly compared: number;
  readonly executed: number;
  /** The number of test files that did not run, without a sign of a crash. */
  readonly notRun: number;
  /** The number of test files that were lost in the full run, but passed alone. */
  readonly lostAndPassing: number;
  /** Errors outside of the test files failed the run; it is unknown which test file caused them. */
  readonly hasUnattributedErrors: boolean;
  readonly missed: readonly MissedEvidence[];
}

/** The evidence about one test file that would have been wrongly skipped. */
export interface MissedEvidence {
  /** Whether it also failed in a second run alone. */
  readonly failsAgain: boolean;
  /** Another explanation for the failure than the selection; `undefined` if there is none. */
  readonly otherCause: OtherCause | undefined;
  /** False if its process crashed. */
  readonly ended: boolean;
  readonly file: DecidedTestFile;
  /** The dependencies that it could reach before it ran. */
  readonly dependencies: TestDependencies;
  /** The fact that would have skipped it. */
  readonly fact: Fact | undefined;
  /** The changes since that fact. */
  readonly changed: ChangesSince | undefined;
}

/**
 * Why a failure does not prove an error in the selection: the test file is flaky, or its dependencies were
 * edited during the run or are not installed as the lockfile requires.
 */
export type OtherCause = 'passes-alone' | 'known-flaky' | 'changed';

/** A run with test files that would have been skipped. */
export interface RunToVerify extends RunToCollect {
  readonly mode: VerifyMode;
  /** The test files that would have been skipped, but ran. */
  readonly compared: readonly DecidedTestFile[];
  /** The test files that were known to be flaky before the run, see {@link findKnownFlaky}. */
  readonly knownFlaky: ReadonlySet<TestFileKey>;
  /** Why results of the run were not stored. */
  readonly collectNotes: readonly CollectNote[];
  /** Runs the given test files alone and collects nothing. */
  readonly runAlone: (files: readonly TestFileId[]) => Promise<RunResult>;
}

/**
 * The test files that are known to be flaky.
 *
 * @param before the code results that were stored before the run was recorded; those of the run itself would
 * count its failures
 */
export function findKnownFlaky(before: readonly CodeResult[]): ReadonlySet<TestFileKey> {
  return new Set(findFlaky(before).map(({ testFile }) => testFileKey(testFile)));
}

/**
 * Compares a run with the selection: a test file that would have been skipped must not fail. Failed test
 * files are run again alone, which distinguishes flaky test files from missed ones.
 */
export async function verifySelection(session: TaskSession, toVerify: RunToVerify): Promise<Verification> {
  const { run, mode, compared, runAlone } = toVerify;
  if (run.outcome === 'broken' || run.outcome === 'interrupted') return { kind: 'not-ended', mode };
  const failed = compared.filter((file) => resultOf(run, file)?.outcome === 'failed');
  const silent = compared.filter((file) => resultOf(run, file) === undefined);
  // A run that `--bail` stopped leaves test files out; a run that crashed has lost those that it has started.
  const lost = run.outcome === 'unhandled' ? silent.filter((file) => mayBeStarted(run, file)) : [];
  const suspects = [...failed, ...lost];
  const second = suspects.length === 0 ? undefined : await runAlone(suspects.map(({ testFile }) => testFile));
  const failsAgain = (file: DecidedTestFile) =>
    second !== undefined && resultOf(second, file)?.outcome !== 'passed';
  const [passing, others] = [lost.filter((file) => !failsAgain(file)), lost.filter(failsAgain)];
  const lostAgain = others.filter((file) => second !== undefined && mayBeStarted(second, file));
  const missed = suspects.filter((file) => failed.includes(file) || lostAgain.includes(file));
  return {
    kind: 'verified',
    mode,
    compared: compared.length,
    executed: compared.length - silent.length,
    notRun: silent.length - lostAgain.length - passing.length,
    lostAndPassing: passing.length,
    hasUnattributedErrors:
      run.outcome === 'unhandled' && !run.results.some(({ outcome }) => outcome === 'failed'),
    missed: missed.map((file) => findEvidence(session, toVerify, file, failsAgain(file))),
  };
}

/** False for a test file that the test runner's own filters leave out, such as one of another shard. */
function mayBeStarted({ started }: RunResult, { testFile }: DecidedTestFile): boolean {
  const key = testFileKey(testFile);
  return started === undefined || started.some((one) => testFileKey(one) === key);
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
  // The state is that of before the run: the decision has already read everything that these traversals
  // request, and a task reads each file and path once.
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
