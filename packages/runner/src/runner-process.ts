import { fork } from 'node:child_process';
import { type ChildRequest, parseMessage, type RunnerMessage } from './messages';
import { type Signals, WatchedProcess } from './watched-process';

/** `inherit`: the runner writes where this process does. A number: to that file descriptor. */
export type ChildOutput = 'inherit' | 'capture' | number;

export interface Preload {
  /** Absolute path. */
  readonly script: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

export interface RunnerProcess {
  /** Absolute path. */
  readonly script: string;
  readonly request: ChildRequest;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly output: ChildOutput;
  /** A script that runs before anything else, in the child and in the processes that it starts. */
  readonly preload?: Preload | undefined;
  readonly signals?: Signals | undefined;
  readonly onMessage: (message: RunnerMessage) => void;
}

export interface RunnerEnd {
  /** The process's own exit code, or 128 + signal. */
  readonly exitCode: number;
  /** It was killed, or told to stop, by this signal. */
  readonly signal: NodeJS.Signals | undefined;
  /** What it wrote, where that was captured. */
  readonly output: string;
}

/** Runs a child script to its end. Signals that arrive meanwhile go on to the child. */
export async function runRunnerProcess(run: RunnerProcess): Promise<RunnerEnd> {
  const channel = run.output === 'capture' ? 'pipe' : run.output;
  const child = fork(run.script, [], {
    cwd: run.cwd,
    env: { ...run.env, ...run.preload?.env },
    execArgv: run.preload ? ['--require', run.preload.script] : [],
    // Nothing asks the user while a list is made; a run may.
    stdio: [run.output === 'capture' ? 'ignore' : 'inherit', channel, channel, 'ipc'],
  });
  const written: Buffer[] = [];
  child.stdout?.on('data', (chunk: Buffer) => written.push(chunk));
  child.stderr?.on('data', (chunk: Buffer) => written.push(chunk));
  child.on('message', (message) => {
    const parsed = parseMessage(message);
    if (parsed !== undefined) run.onMessage(parsed);
  });

  const watched = new WatchedProcess(child, run.signals);
  // The process may be gone before the request has been written; its end says all there is to say.
  child.send(run.request, () => undefined);
  const { exitCode, killedBy, startError } = await watched.ended;
  return {
    exitCode,
    signal: killedBy ?? watched.receivedSignal,
    output: Buffer.concat(written).toString('utf8') + (startError?.message ?? ''),
  };
}
