import type { TestFileId } from '@nx-testmon/core';

/** What a round runs: affected test files, all, or a list. */
export type RoundScope =
  | { readonly kind: 'affected' }
  | { readonly kind: 'all' }
  | { readonly kind: 'listed'; readonly testFiles: readonly RoundTestFile[] };

/** Why a round starts: changed files, a key, or changed projects. */
export type RoundCause = 'start' | 'change' | 'all' | 'failed' | 'again' | 'filter' | 'projects';

/** One round: the tasks of all projects, run once after a change. */
export interface Round {
  readonly cause: RoundCause;
  readonly scope: RoundScope;
  /** Files that have changed since the previous round, relative to the workspace root, sorted. */
  readonly changed: readonly string[];
  /** Only test files whose path contains this text run; all if it is empty. */
  readonly filter: string;
  /** Test files that failed when they last ran. Their tasks come first. */
  readonly failed: readonly RoundTestFile[];
}

/** A test file of a task. */
export interface RoundTestFile {
  /** The name of the task: `<project>:<target>`. */
  readonly task: string;
  readonly testFile: TestFileId;
}

/** How a round ended, with times in ms. */
export interface RoundEnd {
  /** `refused`: there were no tasks to run, and the problem was already printed. */
  readonly outcome: 'passed' | 'failed' | 'interrupted' | 'refused';
  /** The same as that of `testmon run`. */
  readonly exitCode: number;
  readonly selected: number;
  /** The number of all test files. */
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
