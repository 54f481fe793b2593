import type { EnvironmentVariables } from '@nx-testmon/core';
import { systemEnvironment } from '@nx-testmon/testing';
import pc from 'picocolors';
import type { CommandIo } from './command-io';
import { runCli } from './run-cli';

/** The output and exit code of a command line. */
export interface CliRun {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs a command line in this process, in a workspace without Nx. */
export async function runInWorkspace(
  root: string,
  args: readonly string[],
  clock: () => number = Date.now,
  variables: EnvironmentVariables = {},
): Promise<CliRun> {
  const [out, err]: [string[], string[]] = [[], []];
  const io: CommandIo = {
    env: { ...systemEnvironment, ...variables },
    cwd: root,
    nodeVersion: process.versions.node,
    clock,
    colors: pc.createColors(false),
    print: (text) => out.push(text),
    printError: (text) => err.push(text),
    readGraph: () => Promise.reject(new Error('no Nx here')),
  };
  const code = await runCli(args, '0.0.0', io);
  return { code, out: out.join('\n'), err: err.join('\n') };
}
