import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { repository } from '@nx-testmon/testing';
import * as v from 'valibot';
import { type RoundDocument, roundSchema } from './terminal/round-schema';

const script = join(repository, 'packages/cli/dist/bin.js');

/** Maximum duration of a round on a busy machine, in ms. */
const timeoutMs = 120_000;

export interface WatchedCommandOptions {
  readonly cwd: string;
  readonly args?: readonly string[];
  /** If true, the command runs in a pseudo terminal. */
  readonly terminal?: boolean;
}

/** A running `testmon watch`, whose output is read as it arrives. */
export class WatchedCommand implements AsyncDisposable {
  /** Resolves with the exit code. */
  readonly ended: Promise<number | null>;
  readonly #child: ChildProcess;
  #out = '';
  #err = '';
  #hasEnded = false;
  #readTo = 0;

  constructor({ cwd, args = [], terminal = false }: WatchedCommandOptions) {
    const words = [process.execPath, script, 'watch', ...args];
    const env = { ...process.env, NX_NO_CLOUD: 'true', NODE_TEST_CONTEXT: undefined, VITEST: undefined };
    this.#child = terminal
      ? spawn('script', ['-qefc', words.map((word) => `'${word}'`).join(' '), '/dev/null'], { cwd, env })
      : spawn(words[0]!, words.slice(1), { cwd, env });
    this.#child.stdout?.on('data', (data: Buffer) => (this.#out += data.toString()));
    this.#child.stderr?.on('data', (data: Buffer) => (this.#err += data.toString()));
    this.ended = new Promise((resolve) =>
      this.#child.on('close', (code) => {
        this.#hasEnded = true;
        resolve(code);
      }),
    );
  }

  /** All output so far. */
  get output(): string {
    return `${this.#out}\n--- errors:\n${this.#err}`;
  }

  get errors(): string {
    return this.#err;
  }

  /** The next round of a command with `--json`. */
  async nextRound(): Promise<RoundDocument> {
    const line = await this.nextMatch(/^(\{.*\})\n/m);
    return v.parse(roundSchema, JSON.parse(line[1] ?? ''));
  }

  /** The next match in standard output. */
  async nextMatch(pattern: RegExp): Promise<RegExpExecArray> {
    return this.waitFor(() => {
      const match = pattern.exec(this.#out.slice(this.#readTo));
      if (match) this.#readTo += match.index + match[0].length;
      return match ?? undefined;
    }, String(pattern));
  }

  /** @throws Error if it takes too long, or if the command has ended */
  async waitFor<Value>(find: () => Value | undefined, what: string): Promise<Value> {
    const until = Date.now() + timeoutMs;
    for (;;) {
      const value = find();
      if (value !== undefined) return value;
      if (this.#hasEnded || Date.now() > until)
        throw new Error(`${this.#hasEnded ? 'ended' : 'waited'} without ${what}:\n${this.output}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  /** Whether all lines that have arrived were read. */
  get isRead(): boolean {
    return this.#out.slice(this.#readTo).trim() === '';
  }

  press(keys: string): void {
    this.#child.stdin?.write(keys);
  }

  kill(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.#hasEnded) this.#child.kill('SIGTERM');
    await this.ended;
  }
}
