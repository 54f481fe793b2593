import type { FullRun, FullRuns, Variables } from './full-runs.mts';
import type { WorkspaceCommands } from './workspace-commands.mts';

/** Full runs by tasks of Nx, with a time limit, because a mutant may loop forever. */
export class NxRuns implements FullRuns {
  readonly #commands: WorkspaceCommands;
  #timeLimitMs: number | undefined;

  constructor(commands: WorkspaceCommands, timeLimitMs?: number) {
    this.#commands = commands;
    this.#timeLimitMs = timeLimitMs;
  }

  async runBaseline(): Promise<FullRun> {
    const started = Date.now();
    const run = await this.#commands.runEverything();
    this.#timeLimitMs = 60_000 + 3 * (Date.now() - started);
    return run;
  }

  runTests(_files: readonly string[], environment?: Variables): Promise<FullRun> {
    return this.#commands.runEverything(this.#timeLimitMs, environment);
  }

  isBuilt(): boolean {
    return false;
  }

  /** Does nothing: Nx builds the dependencies of its tasks. */
  build(): Promise<void> {
    return Promise.resolve();
  }

  inCopy(_workspace: string, commands: WorkspaceCommands): FullRuns {
    return new NxRuns(commands, this.#timeLimitMs);
  }
}
