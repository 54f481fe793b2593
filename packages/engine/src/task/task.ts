import type { Decision, Fallback, TestFileId, TestFileResult, Workspace } from '@nx-testmon/core';
import type { Signals } from '@nx-testmon/runner';
import type { TaskOptions } from './options/options';
import type { SharedReader } from './read-task/shared-reader';

/** The inputs and outputs that the command or the executor passes on. */
export interface TaskIo {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Prints one line. */
  readonly write: (line: string) => void;
  /** In ms since 1970. */
  readonly now: () => number;
  /** Full version of Node, such as `22.12.0`. */
  readonly nodeVersion: string;
  /** Whether a debugger is attached to this process, and so to those that it starts. */
  readonly isDebugged?: boolean;
  /** Receives the output of the test runner, which then has no standard input. By default it is that of this process. */
  readonly output?: (chunk: Buffer) => void;
  /** Emits the signals to pass on to the test runner. By default they are those of this process. */
  readonly signals?: Signals;
  /** Knows what other tasks of this process have read of the workspace. */
  readonly sharedReader?: SharedReader;
}

/** Why nothing is collected although the options do not say so. */
export type NoCollectReason = 'debugger' | 'watch' | 'update' | 'store-refused';

/** Why failures of flaky test files are not run again. */
export type NoRetryReason = 'coverage' | 'filters';

/** One task to do: select, run, record the tests of one configuration of one project. */
export interface Task {
  readonly workspace: Workspace;
  /** Name of the project, one of `workspace.projects`. */
  readonly project: string;
  readonly target: string;
  readonly execId: string;
  readonly options: TaskOptions;
  /** Why nothing is collected although the options do not say so. */
  readonly notCollecting?: NoCollectReason;
  /** Which test files may run; by default all that are selected. */
  readonly choice?: TestFileChoice;
}

/** What a person has chosen to run of a task, beside what is selected. */
export interface TestFileChoice {
  readonly isChosen: (testFile: TestFileId) => boolean;
  /** Whether the chosen test files run even if nothing that they depend on has changed. */
  readonly runsSkipped: boolean;
}

/** A test file, and whether it would run now. */
export interface SelectedTestFile {
  readonly testFile: TestFileId;
  readonly decision: Decision;
  /** Why it depends on more than what it executed and read when it last ran. */
  readonly fallbacks: readonly Fallback[];
  /** One line for people, such as `changed: src/sum.ts#sum()`. */
  readonly reason: string;
}

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

/** The test files that a task would run now, and why. */
export interface Selection {
  readonly project: string;
  readonly target: string;
  readonly environment: string;
  readonly selected: readonly SelectedTestFile[];
  readonly skipped: readonly SelectedTestFile[];
  /** Time the skipped files took when they last ran. */
  readonly savedMs: number;
  /** Why nothing is skipped, and what else the user should know. */
  readonly notes: readonly string[];
}
