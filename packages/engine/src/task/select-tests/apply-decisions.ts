import type { TestFileId } from '@nx-testmon/core';
import type { DecidedTestFile } from './decide-test-files';
import type { FileFilter, FullRunReason } from './full-run-reason';
import { orderTestFiles } from './order-test-files';

export interface Decisions {
  readonly testFiles: readonly DecidedTestFile[];
  /** `undefined` if unaffected test files are skipped. */
  readonly fullRunReason: FullRunReason | undefined;
  /** `undefined` if the test runner runs all selected test files. */
  readonly fileFilter: FileFilter | undefined;
}

/** Which test files run. */
export interface TestSelection {
  readonly selected: readonly DecidedTestFile[];
  readonly skipped: readonly DecidedTestFile[];
  /** The skipped test files that run nevertheless, to check the selection. */
  readonly audited: readonly DecidedTestFile[];
  /** Selected test files that other shards of a plan run. */
  readonly inOtherShards: readonly DecidedTestFile[];
  /** Selected test files that a person has not chosen; absent without a choice. */
  readonly notChosen?: readonly DecidedTestFile[];
  readonly fullRunReason: FullRunReason | undefined;
  /** The filter that the test runner applies to the selected test files, by its own rules. */
  readonly fileFilter: FileFilter | undefined;
  /** All test files, in the order in which they should run. */
  readonly order: readonly TestFileId[];
  /** Duration of the skipped files when they last ran, in ms. */
  readonly savedMs: number;
}

/** Skips test files by their decisions, unless there is a reason to run everything. */
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

/** Duration of test files when they last ran, in ms. */
export function savedBySkipping(skipped: readonly DecidedTestFile[]): number {
  return skipped.reduce((sum, { decision }) => sum + (decision.kind === 'skipped' ? decision.savedMs : 0), 0);
}
