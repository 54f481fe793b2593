import type { Decision, Fallback, TestFileId } from '@nx-testmon/core';

/** A test file, and whether it would run now. */
export interface SelectedTestFile {
  readonly testFile: TestFileId;
  readonly decision: Decision;
  /** Why it depends on more than it executed and read when it last ran. */
  readonly fallbacks: readonly Fallback[];
  /** One line for people to read, such as `changed: src/sum.ts#sum()`. */
  readonly reason: string;
}

/** The test files that a task would run now, and why. */
export interface DescribedSelection {
  readonly project: string;
  readonly target: string;
  readonly environment: string;
  readonly selected: readonly SelectedTestFile[];
  readonly skipped: readonly SelectedTestFile[];
  /** Duration of the skipped files when they last ran. */
  readonly savedMs: number;
  /** Why nothing is skipped, and other notes for the user. */
  readonly notes: readonly string[];
}
