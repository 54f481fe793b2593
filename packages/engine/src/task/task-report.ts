import type { TestFileResult } from '@nx-testmon/core';

/** A test file that failed although the selection would have skipped it, as a report has it. */
export interface MissedTestFile {
  /** Path relative to the workspace root. */
  readonly file: string;
  readonly suite: string;
  /** Whether it failed in a second run by itself too; if not, it is probably flaky. */
  readonly failsAgain: boolean;
  /** The fact that would have let it be skipped. */
  readonly fact?: {
    /** ISO 8601. */
    readonly passedAt: string;
    /** True where it was seeded, and did not run. */
    readonly seeded?: true;
    readonly durationMs: number;
    /** Its name and digest, as facts have it. */
    readonly environment: string;
    /** How many blocks it holds. */
    readonly blocks: number;
  };
}

/** A flaky test file that failed in a run, or that the run has shown to be flaky, as a report has it. */
export interface FlakyTestFileInReport {
  /** Path relative to the workspace root. */
  readonly file: string;
  readonly suite: string;
  /** How it ended in this run. */
  readonly outcome: 'passed' | 'failed';
  /** Names of the tests that failed in this run, also if it passed when it was run again. */
  readonly failedTests: readonly string[];
  /** How often it was run again; absent where it was not. */
  readonly retries?: number;
  /** How often it is known to have failed, and passed, with code with which it did both. */
  readonly failures: number;
  readonly passes: number;
}

/** One JSON line of the report file. Paths relative to the workspace root, times in ms. */
export interface TaskReport {
  readonly execId: string;
  readonly project: string;
  readonly target: string;
  /** Only if the runner was started without nx-testmon: then nothing is known of its test files. */
  readonly enabled?: false;
  readonly collect: boolean;
  readonly select: boolean;
  /** Its name, without the digest. */
  readonly environment: string;
  readonly selected: readonly { readonly file: string; readonly reason: string }[];
  /** How many were skipped; with `verify` and `audit`, how many would have been. */
  readonly skipped: number;
  /** How many were selected or skipped. */
  readonly total: number;
  /** How many more would have run without the filter of the command line; absent where there are none. */
  readonly outsideFilter?: number;
  /** How many more are selected and run in other shards of the plan; absent where there are none. */
  readonly inOtherShards?: number;
  /** With `audit`: how many of the skipped ones ran all the same. */
  readonly audited?: number;
  /** True where an audit has turned the selection off; absent otherwise. */
  readonly breaker?: true;
  readonly outcome: 'passed' | 'failed' | 'interrupted' | 'broken';
  readonly durationMs: number;
  readonly savedMs: number;
  /** How many depend on more than they execute and read; absent where none does. */
  readonly fallbacks?: number;
  /** Test files that passed and failed with the same code; absent where there are none. */
  readonly flaky?: readonly FlakyTestFileInReport[];
  /** With `verify` or `audit`: these failed although they would have been skipped. */
  readonly missed?: readonly MissedTestFile[];
}

/** How a task ended. */
export interface DoneTask {
  readonly report: TaskReport;
  /** The tests' own; 2 where nothing could be run. */
  readonly exitCode: number;
  /** How each test file ended that was run, and when. */
  readonly results: readonly Pick<TestFileResult, 'testFile' | 'outcome' | 'endedAt'>[];
}
