import type { TestFileId, Workspace } from '@nx-testmon/core';
import type { TaskOptions } from './options/parse-task-options';

/** Why nothing is collected although the options allow it. */
export type NoCollectReason = 'debugger' | 'watch' | 'update' | 'store-refused';

/** Selecting, running and recording the tests of one configuration of one project. */
export interface Task {
  readonly workspace: Workspace;
  /** Name of the project, one of `workspace.projects`. */
  readonly project: string;
  readonly target: string;
  readonly execId: string;
  readonly options: TaskOptions;
  readonly notCollecting?: NoCollectReason;
  /** Restricts the test files that may run; by default, all selected test files may run. */
  readonly choice?: TestFileChoice;
}

/** The test files of a task that a person wants to run. */
export interface TestFileChoice {
  readonly isChosen: (testFile: TestFileId) => boolean;
  /** Whether the chosen test files run even if none of their dependencies has changed. */
  readonly runsSkipped: boolean;
}
