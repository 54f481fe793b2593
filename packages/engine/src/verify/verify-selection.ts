import {
  type Fact,
  newestMatch,
  type RunResult,
  SEEDED_AT,
  type TestDependencies,
  type TestFileId,
  type TestFileResult,
  testFileKey,
} from '@nx-testmon/core';
import type { FinishedRun } from '../collect/collect-facts';
import { currentStateOf } from '../read-task/read-suite';
import type { DecidedTestFile } from '../select-tests/decide-test-files';
import type { TestSelection } from '../select-tests/select-tests';
import type { MissedTestFile } from '../task';
import type { TaskSession } from '../task-session';
import { type ChangedSince, findChangedSince } from './changed-since';

/** What a full run says about the selection. */
export type Verification =
  | { readonly kind: 'not-ended' }
  | {
      readonly kind: 'verified';
      /** How many test files would have been skipped, and how many of them ran. */
      readonly skipped: number;
      readonly ran: number;
      /** Did not run, as far as that is no sign of a crash. */
      readonly notRun: number;
      /** Lost in the full run, but passed by themselves. */
      readonly lostAndPassing: number;
      /** Errors outside the test files failed the run; which test file caused them is not known. */
      readonly hasUnattributedErrors: boolean;
      readonly missed: readonly Evidence[];
    };

/** What is known about one test file that would have been skipped wrongly. */
export interface Evidence {
  readonly missed: MissedTestFile;
  /** False: its process died. */
  readonly ended: boolean;
  readonly file: DecidedTestFile;
  /** What it could reach before it ran. */
  readonly dependencies: TestDependencies;
  /** Since the fact that would have let it be skipped. */
  readonly changed: ChangedSince | undefined;
}

/** A full run, with the selection that was made before it. */
export interface RunToVerify extends FinishedRun {
  readonly selection: TestSelection;
  /** Runs the given test files by themselves and collects nothing. */
  readonly runAlone: (files: readonly TestFileId[]) => Promise<RunResult>;
}

/**
 * Compares a full run with the selection: what would have been skipped must not fail. What fails is run once
 * more by itself, which tells a flaky test from a missed one.
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
  const second = suspects.length === 0 ? undefined : await runAlone(suspects.map(idOf));
  const failsAgain = (file: DecidedTestFile) =>
    second !== undefined && resultOf(second, file)?.outcome !== 'passed';
  const missed = suspects.filter((file) => failed.includes(file) || failsAgain(file));
  return {
    kind: 'verified',
    skipped: skipped.length,
    ran: skipped.length - silent.length,
    notRun: run.outcome === 'unhandled' ? 0 : silent.length,
    lostAndPassing: lost.length - missed.length + failed.length,
    hasUnattributedErrors:
      run.outcome === 'unhandled' && !run.results.some(({ outcome }) => outcome === 'failed'),
    missed: missed.map((file) => findEvidence(session, toVerify, file, failsAgain(file))),
  };
}

function idOf({ suite, file }: DecidedTestFile): TestFileId {
  return { suite, path: file };
}

function resultOf({ results }: RunResult, file: DecidedTestFile): TestFileResult | undefined {
  const key = testFileKey(idOf(file));
  return results.find(({ testFile }) => testFileKey(testFile) === key);
}

function findEvidence(
  { task, store }: TaskSession,
  { state, reachable, run }: RunToVerify,
  file: DecidedTestFile,
  failsAgain: boolean,
): Evidence {
  const suite = state.suites.find((one) => one.suite.id === file.suite);
  const dependencies = reachable.get(testFileKey(idOf(file)));
  if (!suite || !dependencies) throw new Error(`${file.file} was not captured before the run`);
  const current = currentStateOf(suite, file.file, state.environment);
  const fact = newestMatch(store.factsOf(file.suite, file.file), current);
  const { workspace, project } = task;
  const { modules } = dependencies;
  const changed =
    fact && findChangedSince({ workspace, project, paths: state.files.paths, modules, since: fact.endedAt });
  return {
    missed: { file: file.file, suite: file.suite, failsAgain, ...(fact ? { fact: describe(fact) } : {}) },
    ended: resultOf(run, file) !== undefined,
    file,
    dependencies,
    changed,
  };
}

function describe({
  endedAt,
  durationMs,
  environment,
  dependencies,
}: Fact): NonNullable<MissedTestFile['fact']> {
  return {
    passedAt: new Date(endedAt).toISOString(),
    ...(endedAt === SEEDED_AT ? { seeded: true as const } : {}),
    durationMs,
    environment,
    blocks: dependencies.length,
  };
}
