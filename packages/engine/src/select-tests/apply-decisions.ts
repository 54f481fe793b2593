import type { TestFileId } from '@nx-testmon/core';
import type { LastRun } from '../store/task-store';
import type { DecidedTestFile } from './decide-test-files';
import type { FullRunReason } from './full-run-reason';
import { orderTestFiles } from './order-test-files';

export interface Decisions {
  readonly testFiles: readonly DecidedTestFile[];
  /** `undefined` where what is not affected is skipped. */
  readonly fullRunReason: FullRunReason | undefined;
  readonly lastRun: (testFile: TestFileId) => LastRun | undefined;
}

/** Which test files run. */
export interface TestSelection {
  readonly selected: readonly DecidedTestFile[];
  readonly skipped: readonly DecidedTestFile[];
  readonly fullRunReason: FullRunReason | undefined;
  /** All test files, in the order in which they should run. */
  readonly order: readonly TestFileId[];
  /** Time that the skipped files took when they last ran, in ms. */
  readonly savedMs: number;
}

/** Skips what the decisions skip, unless there is a reason to run everything. */
export function applyDecisions({ testFiles, fullRunReason, lastRun }: Decisions): TestSelection {
  const isSkipped = ({ decision }: DecidedTestFile) =>
    fullRunReason === undefined && decision.kind === 'skipped';
  const skipped = testFiles.filter(isSkipped);
  return {
    selected: testFiles.filter((file) => !isSkipped(file)),
    skipped,
    fullRunReason,
    order: orderTestFiles(testFiles, lastRun),
    savedMs: skipped.reduce(
      (sum, { decision }) => sum + (decision.kind === 'skipped' ? decision.savedMs : 0),
      0,
    ),
  };
}
