import { errorMessage } from '@nx-testmon/core';
import { type CommandIo, type ExitCode, fail } from '../../command-io';
import { isOutput } from './files/find-outputs';
import type { KeyMeaning } from './terminal/keys';
import { type KeyReader, readKeys, type Terminal } from './terminal/read-keys';
import type { OpenedRounds, WatchSettings } from './rounds/round-messages';
import type { RoundPrinter } from './terminal/round-printer';
import { RoundProcess } from './rounds/round-process';
import { RoundProcesses } from './rounds/round-processes';
import { type FileChange, WatchedFiles } from './files/watch-files';
import { WatchLoop } from './watch-loop';

export interface WatchInput {
  /** Absolute path of the script of the command `testmon`. */
  readonly script: string;
  readonly settings: WatchSettings;
  readonly io: CommandIo;
  readonly printer: RoundPrinter;
  /** Without a terminal, there are no keys. */
  readonly terminal: Terminal | undefined;
}

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Connects watching files, reading keys and running rounds. */
export class Watch {
  readonly #input: WatchInput;
  readonly #files: WatchedFiles;
  readonly #processes: RoundProcesses;
  #opened: OpenedRounds | undefined;
  #keys: KeyReader | undefined;
  #loop: WatchLoop | undefined;
  #hasLostFiles = false;
  #isStopping = false;
  #hasGivenUp = false;
  #giveUp: (exitCode: ExitCode) => void = () => undefined;

  constructor(input: WatchInput) {
    this.#input = input;
    this.#files = new WatchedFiles({
      onChange: (change) => this.#change(change),
      onError: (error) => this.#loseFiles(error),
    });
    this.#processes = new RoundProcesses({
      start: () => this.#startProcess(),
      onOpened: (opened) => void this.#follow(opened),
    });
  }

  /** @returns the exit code, after the user or a signal has ended it */
  async run(): Promise<ExitCode> {
    const { io, printer, terminal } = this.#input;
    const first = await this.#processes.open();
    if (!first.ok) return first.exitCode;
    this.#opened = first.opened;
    await this.#watchFiles(first.opened);
    if (this.#hasLostFiles) return 2;
    for (const signal of signals) process.on(signal, this.#stop);
    printer.greet(first.opened);
    this.#loop = new WatchLoop({
      clock: io.clock,
      run: (round) => this.#processes.run(round),
      cancel: () => this.#processes.cancel(),
      checkProjects: () => this.#processes.check(),
      show: (action) => printer.show(action),
    });
    if (terminal !== undefined) this.#keys = readKeys(terminal, (meaning) => this.#press(meaning));
    const givenUp = new Promise<ExitCode>((resolve) => (this.#giveUp = resolve));
    const exitCode = await Promise.race([this.#loop.ended, givenUp]);
    return this.#hasLostFiles ? 2 : exitCode;
  }

  /**
   * Ends everything that was started. If the user did not want to wait, a process may still be recording its
   * results.
   */
  async close(): Promise<void> {
    this.#keys?.[Symbol.dispose]();
    const closing = Promise.all([this.#files.close(), this.#processes.close()]);
    if (!this.#hasGivenUp) await closing;
    for (const signal of signals) process.off(signal, this.#stop);
  }

  #startProcess(): RoundProcess {
    const { io, settings, printer } = this.#input;
    return new RoundProcess({
      script: this.#input.script,
      env: io.env,
      cwd: io.cwd,
      settings,
      onOutput: (text) => printer.output(text),
      onLoss: (how) => fail(io, { kind: 'round-process-ended', how }),
    });
  }

  /** Another process has read the workspace. Before the first round, the files are not watched yet. */
  async #follow(opened: OpenedRounds): Promise<void> {
    const before = this.#opened;
    if (before === undefined) return;
    this.#opened = opened;
    const isSame = (one: readonly string[], other: readonly string[]) => one.join('\n') === other.join('\n');
    if (
      !isSame(before.outputs, opened.outputs) ||
      !isSame(before.installationRoots, opened.installationRoots)
    )
      await this.#watchFiles(opened);
  }

  async #watchFiles({ root, installationRoots, outputs }: OpenedRounds): Promise<void> {
    try {
      await this.#files.watch({ root, installationRoots, isOutput: isOutput(outputs) });
    } catch (error) {
      this.#loseFiles(error);
    }
  }

  #change({ path, isGone }: FileChange): void {
    this.#loop?.send({ kind: 'file', path, isGone, at: this.#input.io.clock() });
    if (/(^|\/)\.gitignore$/.test(path) && this.#opened !== undefined) void this.#watchFiles(this.#opened);
  }

  /** A missed change would look like one that breaks nothing. */
  #loseFiles(error: unknown): void {
    if (this.#hasLostFiles) return;
    this.#hasLostFiles = true;
    const detail = errorMessage(error);
    fail(this.#input.io, { kind: 'files-not-watched', detail });
    this.#loop?.send({ kind: 'stop' });
  }

  #press(meaning: KeyMeaning): void {
    switch (meaning.kind) {
      case 'command':
        return this.#loop?.send(meaning);
      case 'filter':
        return void this.#askForFilter();
      case 'help':
        return this.#input.printer.help();
      case 'stop':
        return this.#stop();
    }
  }

  async #askForFilter(): Promise<void> {
    const answer = await this.#keys?.ask('Part of the path of test files (empty: all): ');
    if (answer !== undefined) this.#loop?.send({ kind: 'filter', filter: answer.trim() });
  }

  /** The second time, the running round is not waited for. */
  readonly #stop = (): void => {
    if (this.#isStopping) {
      this.#hasGivenUp = true;
      return this.#giveUp(130);
    }
    this.#isStopping = true;
    this.#loop?.send({ kind: 'stop' });
  };
}
