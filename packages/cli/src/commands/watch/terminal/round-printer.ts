import { formatMessageLine, printable, printableJson } from '@nx-testmon/core';
import type { CommandIo } from '../../../command-io';
import { keyHelp } from './keys';
import { describeCause, renderRound, toRoundDocument } from './render-round';
import type { OpenedRounds } from '../rounds/round-messages';
import type { ShownAction } from '../watch-loop';

/** The form of the output. */
export interface PrinterStyle {
  /** If true, one JSON object is printed for each round, and everything else goes to standard error. */
  readonly json: boolean;
  /** The terminal in which a status line shows what runs. */
  readonly terminal: NodeJS.WriteStream | undefined;
}

/** Prints the rounds for the user: one line for each, with the output of failed tasks above it. */
export class RoundPrinter {
  readonly #io: CommandIo;
  readonly #style: PrinterStyle;
  #hasStatus = false;

  constructor(io: CommandIo, style: PrinterStyle) {
    this.#io = io;
    this.#style = style;
  }

  show(action: ShownAction): void {
    const { colors } = this.#io;
    switch (action.kind) {
      case 'start':
        return this.#showStatus(formatMessageLine(`${describeCause(action.round)}: running`));
      case 'report':
        return this.#print(
          this.#style.json
            ? printableJson(toRoundDocument(action.round, action.end))
            : renderRound(action.round, action.end, colors),
        );
      case 'no-failed-test-files':
        return this.note(formatMessageLine('no test file has failed'));
      case 'ignores-changes':
        return this.note(
          colors.yellow(
            formatMessageLine(
              `${printable(action.path)} changed during ${action.rounds} rounds in a row, as if tests write it: its changes during rounds are ignored. Let git ignore it, or press Enter to run again.`,
            ),
          ),
        );
    }
  }

  /** Prints the output of failed tasks. */
  output(text: string): void {
    this.#clearStatus();
    (this.#style.json ? this.#io.printError : this.#io.print)(text.replace(/\n$/, ''));
  }

  /** Prints the first line for a user at a terminal. */
  greet({ projects }: OpenedRounds): void {
    if (this.#style.terminal === undefined) return;
    this.note(
      formatMessageLine(
        `watching ${projects === 1 ? '1 project' : `${projects} projects`}, press h for help`,
      ),
    );
  }

  help(): void {
    this.note(keyHelp().join('\n'));
  }

  note(text: string): void {
    this.#clearStatus();
    (this.#style.json ? this.#io.printError : this.#io.print)(text);
  }

  #print(text: string): void {
    this.#clearStatus();
    this.#io.print(text);
  }

  #showStatus(text: string): void {
    const { terminal } = this.#style;
    if (terminal === undefined) return;
    this.#clearStatus();
    terminal.write(text.slice(0, Math.max(0, terminal.columns - 1)));
    this.#hasStatus = true;
  }

  #clearStatus(): void {
    if (!this.#hasStatus) return;
    this.#style.terminal?.write('\r\u001b[2K');
    this.#hasStatus = false;
  }
}
