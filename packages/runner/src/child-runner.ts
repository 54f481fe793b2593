import type { Failed, RunnerProblem } from '@nx-testmon/core';
import type { ChildRequest } from './messages';
import type { Preload } from './runner-process';
import type { DiscoveryRequest } from './test-runner';

export type PreparedRequest = { readonly ok: true; readonly request: ChildRequest } | Failed<RunnerProblem>;

/** How a runner is driven in a child process: what {@link discoverInChild} and {@link runInChild} need of it. */
export interface ChildRunner {
  /** As its makers write it. */
  readonly title: string;
  /** Absolute path of the folder with its compiled child scripts, `discover.js` and `run.js`. */
  readonly scripts: string;
  /** A command that shows what the runner says of its configuration. */
  readonly listCommand: string;
  /** What the child scripts need to know, or why there is nothing to ask. */
  prepare(request: Omit<DiscoveryRequest, 'env'>): PreparedRequest;
  /** What runs before anything else of a run that collects. */
  preload?(request: ChildRequest): Preload;
}
