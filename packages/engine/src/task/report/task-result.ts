import type { CodeResult, Problem, RunResult } from '@nx-testmon/core';
import type { CollectNote } from '../collect/collect-facts';
import type { RecordedRun } from '../record/record-run';
import type { RetriedTestFile } from '../run-tests/retry-flaky';
import type { TestSelection } from '../select-tests/apply-decisions';
import type { SelectionOfRun } from '../select-tests/apply-file-filter';
import type { SelectionNote } from '../select-tests/selection-notes';
import type { SetBreaker } from '../verify/set-breaker';
import type { Verification } from '../verify/verify-selection';

/** What is reported about a task before it runs. */
export interface TaskStart {
  readonly selection: TestSelection;
  /** Problems of records that earlier tasks could not merge. */
  readonly waiting: readonly Problem[];
  readonly notes: readonly SelectionNote[];
}

/** Everything that is reported about a task when it ends, with times in ms. */
export interface TaskResult extends TaskStart {
  readonly selection: SelectionOfRun;
  readonly run: RunResult;
  /** Absent if nothing is collected. */
  readonly recorded: RecordedRun | undefined;
  readonly collectNotes: readonly CollectNote[];
  /** Absent if the selection is not verified. */
  readonly verification: Verification | undefined;
  /** Absent if no audit has missed a test file. */
  readonly breaker: SetBreaker | undefined;
  readonly retried: readonly RetriedTestFile[];
  /** The code results that the run adds to the result ledger; empty if nothing is collected. */
  readonly codeResults: readonly CodeResult[];
  /**
   * The code results that were stored before the run was recorded; empty if the run can't concern flaky test
   * files.
   */
  readonly codeResultsBefore: readonly CodeResult[];
  readonly durationMs: number;
  readonly savedMs: number;
  /** Time saved in all earlier runs. */
  readonly savedBeforeMs: number;
}
