import type { BlockKey, Problem, TestFileResult } from '@nx-testmon/core';

/** A test file that failed although the selection would have skipped it, in the form of a report. */
export interface MissedTestFile {
  /** Path relative to the workspace root. */
  readonly file: string;
  readonly suite: string;
  /** Whether it also failed in a second run alone. If not, it is probably flaky. */
  readonly failsAgain: boolean;
  /** The fact that would have skipped it. */
  readonly fact?: {
    /** Time in ISO 8601. */
    readonly passedAt: string;
    /** True if it was seeded and has not run. */
    readonly seeded?: true;
    readonly durationMs: number;
    /** Name and digest of the environment, in the form of facts. */
    readonly environment: string;
    /** The number of blocks in the fact. */
    readonly blocks: number;
  };
}

/** A flaky test file that failed in a run, or that the run showed to be flaky, in the form of a report. */
export interface FlakyTestFileInReport {
  /** Path relative to the workspace root. */
  readonly file: string;
  readonly suite: string;
  /** How it ended in this run. */
  readonly outcome: 'passed' | 'failed';
  /** Names of the tests that failed in this run, even if a later attempt passed. */
  readonly failedTests: readonly string[];
  /** How many times it was run again; absent if it was not. */
  readonly retries?: number;
  /** The number of known failures and passes with code that both failed and passed. */
  readonly failures: number;
  readonly passes: number;
}

/** A selected test file, in the form of a report. */
export interface SelectedTestFileInReport {
  /** Path relative to the workspace root. */
  readonly file: string;
  readonly reason: string;
  /** All that changed since it passed, of which the reason names the first; absent for any other reason. */
  readonly changed?: readonly BlockKey[];
}

/** A test file that failed, in the form of a report. */
export interface FailedTestFile {
  /** Path relative to the workspace root. */
  readonly file: string;
  readonly suite: string;
  /** Full names of the first tests that failed; empty if none is known. */
  readonly failedTests: readonly string[];
}

/** One JSON line of the report file. Paths are relative to the workspace root, times are in ms. */
export interface TaskReport {
  readonly execId: string;
  readonly project: string;
  readonly target: string;
  /** Only set if the test runner ran without nx-testmon. Nothing is then known about its test files. */
  readonly enabled?: false;
  readonly collect: boolean;
  readonly select: boolean;
  /** Name of the environment, without the digest. */
  readonly environment: string;
  readonly selected: readonly SelectedTestFileInReport[];
  /** The number of skipped test files; with `verify` and `audit`, those that would have been skipped. */
  readonly skipped: number;
  /** The number of selected and skipped test files. */
  readonly total: number;
  /**
   * How many more test files would have run without the filter of the command line; absent if there are none.
   */
  readonly outsideFilter?: number;
  /** How many more selected test files run in other shards of the plan; absent if there are none. */
  readonly inOtherShards?: number;
  /** With `audit`, the number of skipped test files that ran nevertheless. */
  readonly audited?: number;
  /** True if an audit has turned the selection off; absent otherwise. */
  readonly breaker?: true;
  readonly outcome: 'passed' | 'failed' | 'interrupted' | 'broken';
  /** Test files that failed, including those that would have been skipped; absent if there are none. */
  readonly failed?: readonly FailedTestFile[];
  readonly durationMs: number;
  readonly savedMs: number;
  /** How many test files depend on more than they execute and read; absent if there are none. */
  readonly fallbacks?: number;
  /** Test files that passed and failed with the same code; absent if there are none. */
  readonly flaky?: readonly FlakyTestFileInReport[];
  /** With `verify` or `audit`: test files that failed although they would have been skipped. */
  readonly missed?: readonly MissedTestFile[];
}

/** How a task ended. */
export interface DoneTask {
  readonly report: TaskReport;
  /** The exit code of the tests; 2 if nothing could run. */
  readonly exitCode: number;
  /** Why nothing could run. */
  readonly problem?: Problem;
  /** How and when each executed test file ended. */
  readonly results: readonly Pick<TestFileResult, 'testFile' | 'outcome' | 'endedAt'>[];
}
