import type { Decision, Workspace } from '@nx-testmon/core';
import type { TaskOptions } from './options';

/** One task to do: select, run, record the tests of one configuration of one project. */
export interface Task {
  readonly workspace: Workspace;
  /** Name of the project, one of `workspace.projects`. */
  readonly project: string;
  readonly target: string;
  readonly execId: string;
  readonly options: TaskOptions;
}

export interface SelectedTestFile {
  /** Path relative to the workspace root. */
  readonly file: string;
  readonly suite: string;
  readonly decision: Decision;
  /** One line for people, such as `changed: src/sum.ts#sum()`. */
  readonly reason: string;
}

/** One JSON line of the report file. Paths relative to the workspace root, times in ms. */
export interface TaskReport {
  readonly execId: string;
  readonly project: string;
  readonly target: string;
  readonly collect: boolean;
  readonly select: boolean;
  readonly environment: string;
  readonly selected: readonly { readonly file: string; readonly reason: string }[];
  readonly skipped: number;
  readonly total: number;
  readonly outcome: 'passed' | 'failed' | 'interrupted' | 'broken';
  readonly durationMs: number;
  readonly savedMs: number;
}

/** What a task would run now, and why. */
export interface Selection {
  readonly project: string;
  readonly target: string;
  readonly environment: string;
  readonly selected: readonly SelectedTestFile[];
  readonly skipped: readonly SelectedTestFile[];
  /** Time the skipped files took when they last ran. */
  readonly savedMs: number;
  /** What made the whole selection fall back to everything, or is otherwise worth a line. */
  readonly notes: readonly string[];
}
