import type { TestFileId, Workspace } from '@nx-testmon/core';
import type { TaskOptions } from './options/options';

/** Why nothing is collected although the options do not say so. */
export type NoCollectReason = 'debugger' | 'watch' | 'update' | 'store-refused';

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
