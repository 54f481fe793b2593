import {
  type Fact,
  newestMatch,
  type RunResult,
  type TestDependencies,
  type TestFileId,
  type TestFileResult,
  testFileKey,
} from '@nx-testmon/core';
import type { FinishedRun } from '../collect/collect-facts';
import { currentStateOf } from '../read-task/read-suite';
import type { DecidedTestFile } from '../select-tests/decide-test-files';
import type { TestSelection } from '../select-tests/apply-decisions';
import type { TaskSession } from '../task-session';
import { type ChangesSince, findChangesSince } from './changes-since';

/** The result of a full run for the selection. */
export type Verification =
  | { readonly kind: 'not-ended' }
  | {
      readonly kind: 'verified';
      /** How many test files would have been skipped, and how many of them had a result. */
      readonly skipped: number;
      readonly executed: number;
      /** Did not run, as far as that is no sign of a crash. */
      readonly notRun: number;
      /** Lost in the full run, but passed by themselves. */
      readonly lostAndPassing: number;
      /** Errors outside the test files failed the run; which test file caused them is not known. */
      readonly hasUnattributedErrors: boolean;
      readonly missed: readonly MissedEvidence[];
    };

/** The evidence about one test file that would have been skipped wrongly. */
export interface MissedEvidence {
  /** Whether it failed in a second run by itself too. */
  readonly failsAgain: boolean;
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

/** A full run, with the selection that was made before it. */
export interface RunToVerify extends FinishedRun {
  readonly selection: TestSelection;
  /** Runs the given test files by themselves and collects nothing. */
  readonly runAlone: (files: readonly TestFileId[]) => Promise<RunResult>;
}

/**
 * Compares a full run with the selection: what would have been skipped must not fail. What fails is run once
 * more by itself, which distinguishes a flaky test from a missed one.
 */
export async function verifySelection(session: TaskSession, toVerify: RunToVerify): Promise<Verification> {
  const { run, selection, runAlone } = toVerify;
  const { skipped } = selection;
  if (run.outcome === 'broken' || run.outcome === 'interrupted') return { kind: 'not-ended' };
  const failed = skipped.filter((file) => resultOf(run, file)?.outcome === 'failed');
  const silent = skipped.filter((file) => resultOf(run, file) === undefined);
  // A run that was stopped by `--bail` leaves files out; one that crashed has lost them.
  const lost = run.outcome === 'unhandled' ? silent : [];
  const suspects = [...failed, ...lost];
  const second = suspects.length === 0 ? undefined : await runAlone(suspects.map(({ testFile }) => testFile));
  const failsAgain = (file: DecidedTestFile) =>
    second !== undefined && resultOf(second, file)?.outcome !== 'passed';
  const missed = suspects.filter((file) => failed.includes(file) || failsAgain(file));
  return {
    kind: 'verified',
    skipped: skipped.length,
    executed: skipped.length - silent.length,
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
  { state, reachable, run }: RunToVerify,
  file: DecidedTestFile,
  failsAgain: boolean,
): MissedEvidence {
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
    ended: resultOf(run, file) !== undefined,
    file,
    dependencies,
    fact,
    changed,
  };
}
