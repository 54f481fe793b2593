import { type ChildProcess, fork } from 'node:child_process';
import { constants } from 'node:os';
import { type ChildRequest, parseMessage, type RunnerMessage } from './messages';

/** Where signals to this process can be heard; `process` is one. */
export interface Signals {
  on(signal: 'SIGINT' | 'SIGTERM', listener: (signal: NodeJS.Signals) => void): unknown;
  off(signal: 'SIGINT' | 'SIGTERM', listener: (signal: NodeJS.Signals) => void): unknown;
}

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
export function runRunnerProcess(run: RunnerProcess): Promise<RunnerEnd> {
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

  let heard: NodeJS.Signals | undefined;
  const pass = (signal: NodeJS.Signals): void => {
    heard ??= signal;
    child.kill(signal);
  };
  run.signals?.on('SIGINT', pass);
  run.signals?.on('SIGTERM', pass);
  return ended(child, run.request).then(({ code, signal, problem }) => {
    run.signals?.off('SIGINT', pass);
    run.signals?.off('SIGTERM', pass);
    const by = signal ?? heard;
    const exitCode = signal === null ? (code ?? 1) : 128 + constants.signals[signal];
    return { exitCode, signal: by, output: Buffer.concat(written).toString('utf8') + problem };
  });
}

interface ChildEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly problem: string;
}

function ended(child: ChildProcess, request: ChildRequest): Promise<ChildEnd> {
  return new Promise((resolve) => {
    // It may be gone before the request has been written; its end says all there is to say.
    child.once('error', (error) => {
      if (child.pid === undefined) resolve({ code: 1, signal: null, problem: error.message });
    });
    // `close`, not `exit`: the last messages and the last output are in by then.
    child.once('close', (code, signal) => resolve({ code, signal, problem: '' }));
    child.send(request, () => undefined);
  });
}
