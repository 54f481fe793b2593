import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface, type Interface } from 'node:readline';

/** The measured part of a round, as `testmon watch --json` prints it. */
export interface WatchedRound {
  readonly cause: string;
  readonly outcome: string;
  readonly selected: number;
  readonly durationMs: number;
}

/** A running `testmon watch --json`. */
export class WatchedRounds {
  readonly #child: ChildProcess;
  readonly #lines: AsyncIterator<string>;
  readonly #interface: Interface;

  constructor(script: string, options: { readonly cwd: string; readonly env: NodeJS.ProcessEnv }) {
    this.#child = spawn(process.execPath, [script, 'watch', '--json'], {
      ...options,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    this.#interface = createInterface({ input: this.#child.stdout! });
    this.#lines = this.#interface[Symbol.asyncIterator]();
  }

  /** @throws Error if the command has ended */
  async next(): Promise<WatchedRound> {
    const line = await this.#lines.next();
    if (line.done === true) throw new Error('testmon watch has ended');
    return JSON.parse(line.value) as WatchedRound;
  }

  async close(): Promise<void> {
    const ended = new Promise((resolve) => this.#child.once('close', resolve));
    if (this.#child.exitCode === null && this.#child.kill('SIGTERM')) await ended;
    this.#interface.close();
  }
}
