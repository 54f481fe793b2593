import type { ChildProcess } from 'node:child_process';
import { constants } from 'node:os';

/** Emits the signals of this process; usually `process`. */
export interface Signals {
  on(signal: 'SIGINT' | 'SIGTERM', listener: (signal: NodeJS.Signals) => void): unknown;
  off(signal: 'SIGINT' | 'SIGTERM', listener: (signal: NodeJS.Signals) => void): unknown;
}

export interface ProcessEnd {
  /** The process's own exit code, or 128 + signal; 1 if it could not be started. */
  readonly exitCode: number;
  /** The signal that killed it. */
  readonly killedBy: NodeJS.Signals | undefined;
  /** Why it could not be started. */
  readonly startError: Error | undefined;
}

/** A child process that gets the signals of this process until it has ended. */
export class WatchedProcess {
  /** Never rejects. Resolves when the last output and the last message have arrived. */
  readonly ended: Promise<ProcessEnd>;
  #receivedSignal: NodeJS.Signals | undefined;

  constructor(child: ChildProcess, signals: Signals | undefined) {
    const pass = (signal: NodeJS.Signals): void => {
      this.#receivedSignal ??= signal;
      child.kill(signal);
    };
    signals?.on('SIGINT', pass);
    signals?.on('SIGTERM', pass);
    this.ended = endOf(child).finally(() => {
      signals?.off('SIGINT', pass);
      signals?.off('SIGTERM', pass);
    });
  }

  /** The first signal that was passed on. */
  get receivedSignal(): NodeJS.Signals | undefined {
    return this.#receivedSignal;
  }
}

function endOf(child: ChildProcess): Promise<ProcessEnd> {
  return new Promise((resolve) => {
    // Also emitted if a message can't be written because the process has ended. `close` follows in this case.
    child.on('error', (startError) => {
      if (child.pid === undefined) resolve({ exitCode: 1, killedBy: undefined, startError });
    });
    // `close` is used instead of `exit`, because only then all messages and output have arrived.
    child.once('close', (code, signal) =>
      resolve({
        exitCode: signal === null ? (code ?? 1) : 128 + constants.signals[signal],
        killedBy: signal ?? undefined,
        startError: undefined,
      }),
    );
  });
}
