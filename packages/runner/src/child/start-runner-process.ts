import { fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import type { EnvironmentVariables } from '@nx-testmon/core';
import { type ChildRequest, MessageReader, type RunnerMessage } from './messages';
import { childOutputs, receiveOutput } from './receive-output';
import { type Signals, WatchedProcess } from './watched-process';

/**
 * `inherit`: the output of this process. A number: a file descriptor. A function receives the output as it
 * arrives.
 */
export type ChildOutput = 'inherit' | 'capture' | number | ((chunk: Buffer) => void);

export interface Preload {
  /** Absolute path. */
  readonly script: string;
  readonly env: EnvironmentVariables;
}

export interface RunnerProcess {
  /** Absolute path. */
  readonly script: string;
  /** Absolute paths of other scripts of nx-testmon that are needed. */
  readonly otherScripts?: readonly string[];
  readonly request: ChildRequest;
  readonly cwd: string;
  readonly env: EnvironmentVariables;
  readonly output: ChildOutput;
  /** A script that is loaded before all other code in the child process and in the processes that it starts. */
  readonly preload?: Preload | undefined;
  readonly signals?: Signals | undefined;
  readonly onMessage: (message: RunnerMessage) => void;
}

export interface RunnerEnd {
  /** The process's own exit code, or 128 + signal. */
  readonly exitCode: number;
  /** The signal that killed it or was passed on to it. */
  readonly signal: NodeJS.Signals | undefined;
  /** Its output, if it was captured. */
  readonly output: string;
}

/**
 * Runs a child script. Signals are passed on to it. Rejects if one of its messages could not be received: it may have been
 * a result.
 *
 * @throws Error if a script is missing: Node would end with the exit code of failed tests
 */
export async function runRunnerProcess(run: RunnerProcess): Promise<RunnerEnd> {
  requireScripts([run.script, ...(run.preload ? [run.preload.script] : []), ...(run.otherScripts ?? [])]);
  const written: Buffer[] = [];
  const receive = run.output === 'capture' ? (chunk: Buffer) => written.push(chunk) : run.output;
  const child = fork(run.script, [], {
    cwd: run.cwd,
    env: { ...run.env, ...run.preload?.env },
    execArgv: run.preload ? ['--require', run.preload.script] : [],
    stdio: [...childOutputs(receive), 'ipc'],
  });
  if (typeof receive === 'function') receiveOutput(child, receive);
  const reader = new MessageReader();
  const failures: unknown[] = [];
  child.on('message', (message) => {
    try {
      const parsed = reader.read(message);
      if (parsed !== undefined) run.onMessage(parsed);
    } catch (error) {
      failures.push(error);
      child.kill();
    }
  });

  const watched = new WatchedProcess(child, run.signals);
  // The process can exit before the request is written. Its exit code is sufficient in this case.
  child.send(run.request, () => undefined);
  const { exitCode, killedBy, startError } = await watched.ended;
  if (failures.length > 0) throw failures[0];
  return {
    exitCode,
    signal: killedBy ?? watched.receivedSignal,
    output: Buffer.concat(written).toString('utf8') + (startError?.message ?? ''),
  };
}

/** For example, the package is being installed, or a tool has removed files from it. */
function requireScripts(scripts: readonly string[]): void {
  const missing = scripts.find((script) => !existsSync(script));
  if (missing !== undefined) throw new Error(`${missing} is missing. Install nx-testmon again.`);
}
