import type { Discovery, TestFileResult } from '@nx-testmon/core';
import type { ChildRequest, ProbesRequest } from './messages';
import type { RunnerFailure } from './runner-failure';
import type { ChildOutput, Preload, Signals } from './runner-process';

export interface DiscoveryRequest {
  /** Absolute. */
  readonly workspaceRoot: string;
  /** Absolute. */
  readonly projectRoot: string;
  readonly projectName: string;
  /** As the user wrote it; `undefined` lets the runner find its own. */
  readonly config?: string | undefined;
  readonly runnerArguments: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
}

export interface FoundTestFile {
  /** Id of its suite. */
  readonly suite: string;
  /** Path relative to the workspace root. */
  readonly testFile: string;
}

export interface RunnerRun extends DiscoveryRequest {
  /** Those to run; the command line may narrow them further. */
  readonly files: 'all' | readonly FoundTestFile[];
  /** The order in which files should run, where the user has no sequencer of their own; others come first. */
  readonly order?: readonly FoundTestFile[] | undefined;
  /** False: what the runner keeps between runs inside the workspace is read but not written. */
  readonly keepCache: boolean;
  /** Without it nothing is collected. */
  readonly probes?: ProbesRequest | undefined;
  /** Called as each test file ends, so that an interrupted run keeps what had ended. */
  readonly onResult?: ((result: TestFileResult) => void) | undefined;
  /** Signals to pass on to the runner, usually `process`. */
  readonly signals?: Signals | undefined;
  /** Where the runner writes; by default where this process does. */
  readonly output?: Exclude<ChildOutput, 'capture'>;
}

export type RunnerDiscovery =
  | { readonly ok: true; readonly discovery: Discovery }
  | { readonly ok: false; readonly failure: RunnerFailure };

export type RunnerInstallation =
  | {
      readonly ok: true;
      /** Full version. */
      readonly version: string;
      /** Absolute path of the module by which the runner is driven, as the project resolves it. */
      readonly entry: string;
    }
  | { readonly ok: false; readonly failure: RunnerFailure };

export type PreparedRequest =
  | { readonly ok: true; readonly request: ChildRequest }
  | { readonly ok: false; readonly failure: RunnerFailure };

/** One test runner, as far as its child processes are concerned. */
export interface RunnerAdapter {
  /** As its makers write it. */
  readonly title: string;
  /** Absolute path of the folder with its compiled child scripts, `discover.js` and `run.js`. */
  readonly scripts: string;
  /** A command that shows what the runner says of its configuration. */
  readonly listCommand: string;
  /** What both child scripts need to know, or why there is nothing to ask. */
  prepare(request: Omit<DiscoveryRequest, 'env'>): PreparedRequest;
  /** What runs before anything else of a run that collects. */
  preload?(request: ChildRequest): Preload;
}
