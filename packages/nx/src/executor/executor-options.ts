/** Options of the executor, as `schemas/testmon.json` describes them. All others go to the test runner. */
export interface TestmonExecutorOptions {
  readonly nocollect?: boolean;
  readonly collect?: boolean;
  readonly noselect?: boolean;
  readonly select?: boolean;
  readonly forceselect?: boolean;
  readonly enabled?: boolean;
  readonly testmon?: boolean;
  readonly verify?: boolean;
  readonly audit?: string;
  readonly probes?: boolean;
  readonly testRunner?: string;
  readonly config?: string;
  readonly environment?: string;
  readonly environmentVariables?: readonly string[] | string;
  readonly dependsOnFiles?: readonly string[] | string;
  readonly ignoreDependencies?: readonly string[] | string;
  readonly reportFile?: string;
  readonly plan?: string;
  readonly planShard?: string;
  readonly retryFlaky?: number;
  readonly env?: Readonly<Record<string, string>>;
  readonly [runnerOption: string]: unknown;
}
