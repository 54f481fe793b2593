import { join } from 'node:path';
import { type ProcessResult, runProcess, shellEnvironment } from './child-process';

export interface NxRun {
  /** Added to the variables of `shellEnvironment`. */
  readonly env?: Readonly<Record<string, string>>;
  /** Whether Nx uses its daemon. Default: false. */
  readonly daemon?: boolean;
}

/** Runs the Nx of the workspace, as `npx nx …` does. */
export function runNx(
  workspace: { readonly root: string },
  args: readonly string[],
  { env = {}, daemon = false }: NxRun = {},
): Promise<ProcessResult> {
  return runProcess(process.execPath, [join(workspace.root, 'node_modules/.bin/nx'), ...args], {
    cwd: workspace.root,
    env: {
      ...shellEnvironment(),
      NX_DAEMON: String(daemon),
      NX_TUI: 'false',
      NX_NO_CLOUD: 'true',
      NX_INTERACTIVE: 'false',
      ...env,
    },
  });
}

/** The exit code and the output of a process, for the message of a failed expectation. */
export function transcript({ code, stdout, stderr }: ProcessResult): string {
  return `exit ${code}\n--- stdout\n${stdout}\n--- stderr\n${stderr}`;
}
