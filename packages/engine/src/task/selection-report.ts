import type { Decision, Fallback, TestFileId } from '@nx-testmon/core';

/** A test file, and whether it would run now. */
export interface SelectedTestFile {
  readonly testFile: TestFileId;
  readonly decision: Decision;
  /** Why it depends on more than what it executed and read when it last ran. */
  readonly fallbacks: readonly Fallback[];
  /** One line for people, such as `changed: src/sum.ts#sum()`. */
  readonly reason: string;
}

/** The test files that a task would run now, and why. */
export interface SelectionReport {
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
