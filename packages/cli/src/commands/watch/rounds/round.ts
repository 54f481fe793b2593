import type { TestFileId } from '@nx-testmon/core';

/** What a round runs: what is affected, everything, or test files that are listed. */
export type RoundScope =
  | { readonly kind: 'affected' }
  | { readonly kind: 'all' }
  | { readonly kind: 'listed'; readonly testFiles: readonly RoundTestFile[] };

/** Why a round starts: changed files, a key, or projects that have changed. */
export type RoundCause = 'start' | 'change' | 'all' | 'failed' | 'again' | 'filter' | 'projects';

/** One round: the tasks of all projects, run once after a change. */
export interface Round {
  readonly cause: RoundCause;
  readonly scope: RoundScope;
  /** Files that have changed since the round before, relative to the workspace root, sorted. */
  readonly changed: readonly string[];
  /** Only test files whose path contains this text run; empty: all. */
  readonly filter: string;
  /** Test files that failed when they last ran: their tasks come first. */
  readonly failed: readonly RoundTestFile[];
}

/** A test file of a task. */
export interface RoundTestFile {
  /** `<project>:<target>` */
  readonly task: string;
  readonly testFile: TestFileId;
}

/** How a round ended. Times in ms. */
export interface RoundEnd {
  /** `refused`: there were no tasks to run, and the problem has been printed. */
  readonly outcome: 'passed' | 'failed' | 'interrupted' | 'refused';
  /** As that of `testmon run`. */
  readonly exitCode: number;
  readonly selected: number;
  /** How many test files there are. */
  readonly total: number;
  readonly passed: readonly RoundTestFile[];
  readonly failed: readonly RoundTestFile[];
  /** Names of the tasks that failed without a failed test file. */
  readonly broken: readonly string[];
  readonly durationMs: number;
}

/** The end of a round without tasks. */
export function refusedEnd(exitCode: number): RoundEnd {
  const nothing = { selected: 0, total: 0, passed: [], failed: [], broken: [], durationMs: 0 };
  return { ...nothing, outcome: 'refused', exitCode };
}

/** Identifies a test file of a task. */
export function roundTestFileKey({ task, testFile: { suite, path } }: RoundTestFile): string {
  return JSON.stringify([task, suite, path]);
}
