import type { TestFileId } from '@nx-testmon/core';
import type { DecidedTestFile } from './decide-test-files';
import type { FileFilter, FullRunReason } from './full-run-reason';
import { orderTestFiles } from './order-test-files';

export interface Decisions {
  readonly testFiles: readonly DecidedTestFile[];
  /** `undefined` where what is not affected is skipped. */
  readonly fullRunReason: FullRunReason | undefined;
  /** `undefined` where the test runner runs all test files that are selected. */
  readonly fileFilter: FileFilter | undefined;
}

/** Which test files run. */
export interface TestSelection {
  readonly selected: readonly DecidedTestFile[];
  readonly skipped: readonly DecidedTestFile[];
  /** Those of the skipped test files that run all the same, to check the selection. */
  readonly audited: readonly DecidedTestFile[];
  /** Test files that are selected, and that other shards of a plan run. */
  readonly inOtherShards: readonly DecidedTestFile[];
  /** Test files that are selected, and that a person has not chosen; absent where there is no choice. */
  readonly notChosen?: readonly DecidedTestFile[];
  readonly fullRunReason: FullRunReason | undefined;
  /** The filter that the test runner applies to the selected test files, by its own rules. */
  readonly fileFilter: FileFilter | undefined;
  /** All test files, in the order in which they should run. */
  readonly order: readonly TestFileId[];
  /** Time that the skipped files took when they last ran, in ms. */
  readonly savedMs: number;
}

/** Skips what the decisions skip, unless there is a reason to run everything. */
export function applyDecisions({ testFiles, fullRunReason, fileFilter }: Decisions): TestSelection {
  const isSkipped = ({ decision }: DecidedTestFile) =>
    fullRunReason === undefined && decision.kind === 'skipped';
  const skipped = testFiles.filter(isSkipped);
  return {
    selected: testFiles.filter((file) => !isSkipped(file)),
    skipped,
    audited: [],
    inOtherShards: [],
    fullRunReason,
    fileFilter,
    order: orderTestFiles(testFiles),
    savedMs: savedBySkipping(skipped),
  };
}

/** Time that test files took when they last ran, in ms. */
export function savedBySkipping(skipped: readonly DecidedTestFile[]): number {
  return skipped.reduce((sum, { decision }) => sum + (decision.kind === 'skipped' ? decision.savedMs : 0), 0);
}
