import type { Failure, RunnerProblem } from '@nx-testmon/core';
import type { ChildRequest, RunRequest } from './messages';
import type { Preload } from './start-runner-process';
import type { DiscoveryRequest } from '../test-runner';

export type PreparedRequest = { readonly ok: true; readonly request: ChildRequest } | Failure<RunnerProblem>;

/** A test runner that {@link discoverInChild} and {@link runInChild} drive in a child process. */
export interface ChildRunner {
  /** The usual spelling, such as `Jest`. */
  readonly title: string;
  /** Absolute path of the folder with its compiled child scripts, `discover.js` and `run.js`. */
  readonly scripts: string;
  /** Other compiled scripts that run in the processes of a run, relative to `scripts`. */
  readonly otherScripts: readonly string[];
  /** A command that shows how the test runner reads its configuration. */
  readonly listCommand: string;
  /** The request for the child scripts, or the problem that prevents it. */
  readonly prepare: (request: Omit<DiscoveryRequest, 'env' | 'installationRoots'>) => PreparedRequest;
  /** The script that is loaded before all other code of discovery and of a collecting run. */
  readonly preload?: (
    request: Pick<RunRequest, 'workspaceRoot' | 'installationRoots'> & Partial<Pick<RunRequest, 'probes'>>,
  ) => Preload;
}
