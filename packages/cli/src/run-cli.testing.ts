import type { EnvironmentVariables } from '@nx-testmon/core';
import { systemEnvironment } from '@nx-testmon/testing';
import type { CommandIo } from './command-io';
import { recordIo } from './command-io.testing';
import { runCli } from './run-cli';

/** The output and exit code of a command line. */
export interface CliRun {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/**
 * Runs a command line in this process, as version 1.2.3.
 *
 * @param changes by default, the folder is not a workspace
 */
export async function runCommandLine(
  args: readonly string[],
  changes: Partial<CommandIo> = {},
): Promise<CliRun> {
  const { io, out, err } = recordIo(changes);
  const code = await runCli(args, '1.2.3', io);
  return { code, out: out.join('\n'), err: err.join('\n') };
}

/** Runs a command line in this process, in a workspace without Nx. */
export function runInWorkspace(
  root: string,
  args: readonly string[],
  clock: () => number = Date.now,
  variables: EnvironmentVariables = {},
): Promise<CliRun> {
  return runCommandLine(args, {
    env: { ...systemEnvironment, ...variables },
    cwd: root,
    clock,
    readGraph: () => Promise.reject(new Error('no Nx here')),
  });
}
