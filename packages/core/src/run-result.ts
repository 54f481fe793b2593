/** How one test file ended. A file without such an end has not run. */
export interface TestFileResult {
  /** Path relative to the workspace root. */
  readonly testFile: string;
  /** Id of its suite. */
  readonly suite: string;
  readonly outcome: 'passed' | 'failed';
  readonly durationMs: number;
  /** In ms since 1970. */
  readonly endedAt: number;
  /** False where a part of the file did not run: a name filter, `only`, a bail or a cancel. */
  readonly complete: boolean;
  /**
   * Names of the body blocks that ran, by the path of each module with probes that was loaded; absent where
   * nothing was collected.
   */
  readonly collected?: Readonly<Record<string, readonly string[]>>;
}

/** How a run of the runner ended. */
export interface RunResult {
  readonly results: readonly TestFileResult[];
  /** Test files the runner itself found, by suite id; `undefined` where it did not get that far. */
  readonly found?: readonly { readonly suite: string; readonly testFile: string }[];
  /**
   * `failed`: tests failed. `unhandled`: errors outside any test file, so that no pass is to be trusted.
   * `interrupted`: cancelled or killed. `broken`: the runner did not start.
   */
  readonly outcome: 'passed' | 'failed' | 'unhandled' | 'interrupted' | 'broken';
  /** Why less was collected than asked for. */
  readonly notes?: readonly string[];
  /** The runner's own exit code, or 128 + signal. */
  readonly exitCode: number;
  /** Where it did not start: what the runner said. */
  readonly message?: string;
}
