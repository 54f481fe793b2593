import {
  newestMatch,
  type RunResult,
  SEEDED_AT,
  type TestFileResult,
  type TestFileId,
  testFileKey,
} from '@nx-testmon/core';
import { findChangedSince } from './changed-since';
import { renderExplanation } from '../report/render-explanation';
import type { PreparedTestFile } from '../read-task/prepare-suite';
import type { PreparedTask } from '../read-task/prepare-task';
import type { MissedTestFile, Task } from '../task';
import type { TaskStore } from '../store/task-store';
import { type Evidence, missedLines } from '../report/verification-lines';

/** What a full run says about the selection. */
export interface Verification {
  /** Test files that would have been skipped, and failed. */
  readonly missed: readonly MissedTestFile[];
  /** For people. */
  readonly lines: readonly string[];
}

/**
 * Compares a full run with the selection that was made before it: what would have been skipped must not fail.
 * What fails is run once more by itself, which tells a flaky test from a missed one.
 *
 * @param runAlone runs the given test files and collects nothing
 */
export async function verifySelection(
  task: Task,
  prepared: PreparedTask,
  run: RunResult,
  store: Pick<TaskStore, 'factsOf'>,
  runAlone: (files: readonly TestFileId[]) => Promise<RunResult>,
): Promise<Verification> {
  const skipped = prepared.testFiles.filter((file) =>
    prepared.selection.skipped.some((one) => one.suite === file.suite && one.file === file.file),
  );
  if (run.outcome === 'broken' || run.outcome === 'interrupted') {
    return { missed: [], lines: [`testmon: verify: the run did not end; nothing is verified`] };
  }
  const failed = skipped.filter((file) => resultOf(run, file)?.outcome === 'failed');
  const silent = skipped.filter((file) => resultOf(run, file) === undefined);
  // A run that was stopped by `--bail` leaves files out; one that crashed has lost them.
  const lost = run.outcome === 'unhandled' ? silent : [];
  const suspects = [...failed, ...lost];
  const second = suspects.length === 0 ? undefined : await runAlone(suspects.map(idOf));
  const failsAgain = (file: PreparedTestFile) =>
    second !== undefined && resultOf(second, file)?.outcome !== 'passed';
  const found = suspects.filter((file) => failed.includes(file) || failsAgain(file));
  const evidence = found.map((file) =>
    findEvidence(task, prepared, file, store, {
      failsAgain: failsAgain(file),
      ended: resultOf(run, file) !== undefined,
    }),
  );
  return {
    missed: evidence.map(({ missed }) => missed),
    lines: [
      ...notes(run, silent.length, lost.length - found.length + failed.length),
      ...summary(skipped.length, skipped.length - silent.length, evidence.length),
      ...evidence.flatMap(missedLines),
    ],
  };
}

function idOf({ suite, file }: PreparedTestFile): TestFileId {
  return { suite, path: file };
}

function resultOf({ results }: RunResult, file: PreparedTestFile): TestFileResult | undefined {
  const key = testFileKey(idOf(file));
  return results.find(({ testFile }) => testFileKey(testFile) === key);
}

function notes(run: RunResult, silent: number, lostAndPassing: number): string[] {
  const lines: string[] = [];
  if (run.outcome === 'unhandled' && !run.results.some(({ outcome }) => outcome === 'failed')) {
    lines.push(
      'testmon: verify: errors happened outside the test files (see above); which test file caused them is not known, so they are not compared',
    );
  }
  if (run.outcome !== 'unhandled' && silent > 0) {
    lines.push(`testmon: verify: did not run, so nothing is verified of them: ${silent}`);
  }
  if (lostAndPassing > 0) {
    lines.push(`testmon: verify: lost in the full run, but passed by themselves: ${lostAndPassing}`);
  }
  return lines;
}

function summary(skipped: number, ran: number, missed: number): string[] {
  const files = `${skipped} test ${skipped === 1 ? 'file' : 'files'} would have been skipped`;
  if (missed > 0)
    return [`testmon: verify: ${files}, and ${missed} of them ${missed === 1 ? 'fails' : 'fail'}`];
  return [`testmon: verify: ${files}, ${ran < skipped ? `${ran} of them ran, and ` : ''}none of them fails`];
}

function findEvidence(
  task: Task,
  prepared: PreparedTask,
  file: PreparedTestFile,
  store: Pick<TaskStore, 'factsOf'>,
  { failsAgain, ended }: { readonly failsAgain: boolean; readonly ended: boolean },
): Evidence {
  const { narrowed } = file;
  const dependencies = file.dependencies();
  const fact = newestMatch(store.factsOf(file.suite, file.file), {
    environment: prepared.environment,
    hashes: dependencies.hashes,
    ...(narrowed ? { executedDependencies: (collected) => narrowed(collected).hashes } : {}),
  });
  const since = fact && {
    passedAt: new Date(fact.endedAt).toISOString(),
    ...(fact.endedAt === SEEDED_AT ? { seeded: true as const } : {}),
    durationMs: fact.durationMs,
    environment: fact.environment,
    blocks: fact.dependencies.length,
  };
  return {
    missed: { file: file.file, suite: file.suite, failsAgain, ...(since ? { fact: since } : {}) },
    ended,
    explanation: renderExplanation(file, dependencies),
    changed:
      fact &&
      findChangedSince(
        task.workspace,
        task.project,
        prepared.files.paths,
        dependencies.modules,
        fact.endedAt,
      ),
  };
}
