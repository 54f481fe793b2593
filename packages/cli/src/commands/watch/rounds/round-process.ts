import { type ChildProcess, fork } from 'node:child_process';
import { constants } from 'node:os';
import type { EnvironmentVariables } from '@nx-testmon/core';
import { hasGroups, killGroup, stopTimeoutMs } from './process-group';
import { refusedEnd, type Round, type RoundEnd } from './round';
import {
  type OpenedRounds,
  type RoundMessage,
  type RoundRequest,
  ROUNDS_COMMAND,
  type WatchSettings,
} from './round-messages';

/** How to start a process of rounds. */
export interface RoundProcessInput {
  /** Absolute path of the script of the command `testmon`. */
  readonly script: string;
  readonly env: EnvironmentVariables;
  readonly cwd: string;
  readonly settings: WatchSettings;
  /** Receives the output of failed tasks. */
  readonly onOutput: (text: string) => void;
  /** Called if the process ends by itself. */
  readonly onLoss: (how: string) => void;
}

export type OpenResult =
  | { readonly ok: true; readonly opened: OpenedRounds }
  /** The problem was already printed. */
  | { readonly ok: false; readonly exitCode: number };

/** A process that runs rounds, one at a time. */
export class RoundProcess {
  /** Resolves when the process has read the workspace. */
  readonly opened: Promise<OpenResult>;
  readonly #input: RoundProcessInput;
  readonly #child: ChildProcess;
  readonly #exit: Promise<void>;
  #endRound: ((end: RoundEnd) => void) | undefined;
  #isClosed = false;
  #killTimer: NodeJS.Timeout | undefined;
  #wasKilled = false;

  constructor(input: RoundProcessInput) {
    this.#input = input;
    // Its own output is for problems. The output of tests arrives as messages.
    this.#child = fork(input.script, [ROUNDS_COMMAND], {
      cwd: input.cwd,
      env: input.env,
      execArgv: [],
      stdio: ['ignore', 2, 2, 'ipc'],
      // A separate group, so that the processes that it has started do not outlive it.
      detached: hasGroups,
    });
    let open: (result: OpenResult) => void = () => undefined;
    this.opened = new Promise((resolve) => (open = resolve));
    this.#child.on('message', (message) => this.#receive(message as RoundMessage, open));
    this.#exit = new Promise((resolve) => {
      const end = (exitCode: number): void => {
        killGroup(this.#child);
        this.#lose(exitCode);
        open({ ok: false, exitCode: 2 });
        resolve();
      };
      // Not `close`, which is not emitted after a disconnect from this side.
      this.#child.once('exit', (code, signal) => end(code ?? 128 + (signal ? constants.signals[signal] : 0)));
      // Also emitted if a message can't be written because the process has ended. `exit` follows in this
      // case.
      this.#child.on('error', () => this.#child.pid === undefined && end(1));
    });
    this.#send({ kind: 'open', settings: input.settings });
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** Runs a round in the opened workspace. Never rejects. */
  run(round: Round): Promise<RoundEnd> {
    return new Promise((resolve) => {
      this.#endRound = (end) => {
        clearTimeout(this.#killTimer);
        this.#killTimer = undefined;
        this.#endRound = undefined;
        resolve(end);
      };
      if (this.#isClosed) this.#endRound(refusedEnd(2));
      else this.#send({ kind: 'run', round });
    });
  }

  /** Ends the round soon. It counts as interrupted if tests were left. */
  cancel(): void {
    if (this.#endRound === undefined) return;
    this.#send({ kind: 'cancel' });
    this.#killTimer ??= setTimeout(() => this.#kill(), stopTimeoutMs);
  }

  /** Ends the process. */
  async close(): Promise<void> {
    this.#isClosed = true;
    if (this.#child.connected) this.#child.disconnect();
    const timer = setTimeout(() => this.#kill(), stopTimeoutMs);
    await this.#exit;
    clearTimeout(timer);
  }

  #kill(): void {
    this.#wasKilled = true;
    killGroup(this.#child);
  }

  #send(request: RoundRequest): void {
    // The process may have ended. Its `exit` event follows in this case.
    if (this.#child.connected) this.#child.send(request, () => undefined);
  }

  #receive(message: RoundMessage, open: (result: OpenResult) => void): void {
    switch (message.kind) {
      case 'opened':
        return open({ ok: true, opened: message.opened });
      case 'refused':
        return open({ ok: false, exitCode: message.exitCode });
      case 'output':
        return this.#input.onOutput(message.text);
      case 'ended':
        return this.#endRound?.(message.end);
    }
  }

  #lose(exitCode: number): void {
    if (!this.#isClosed && !this.#wasKilled) this.#input.onLoss(`exit code ${exitCode}`);
    this.#isClosed = true;
    this.#endRound?.(this.#wasKilled ? { ...refusedEnd(0), outcome: 'interrupted' } : refusedEnd(2));
  }
}
