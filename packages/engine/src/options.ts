/** Options of a task, as parsed by `parseTaskOptions`. */
export interface TaskOptions {
  /** False: nothing on disk is changed. */
  readonly collect: boolean;
  /** False: nothing is skipped. */
  readonly select: boolean;
  readonly testRunner: 'auto' | 'vitest';
  /** Path of the runner's configuration, relative to the project root or the workspace root. */
  readonly config: string | undefined;
  /** Names the environment; facts of different environments never meet. */
  readonly environment: string;
  /** Names of environment variables whose values are part of the environment. */
  readonly environmentVariables: readonly string[];
  /** Absolute, or relative to the workspace root. */
  readonly reportFile: string | undefined;
  /** Everything else, as the runner's own command line. */
  readonly runnerArguments: readonly string[];
  /** Why an option is not as the user wrote it; printed in the header. */
  readonly notes: readonly string[];
}

export type ParsedTaskOptions =
  | { readonly ok: true; readonly options: TaskOptions }
  | { readonly ok: false; readonly problem: string };

/**
 * Parses what a user wrote: an executor's or command's options, then `NX_TESTMON_<OPTION>` variables, which win.
 *
 * @param raw as Nx hands them over: `--nocollect` is `{nocollect: true}`, `--no-collect` is `{collect: false}`;
 *   unknown ones become the runner's arguments
 */
export function parseTaskOptions(
  _raw: Readonly<Record<string, unknown>>,
  _environmentVariables: Readonly<Record<string, string | undefined>>,
): ParsedTaskOptions {
  throw new Error('to be written');
}
