import { readInstallationState } from '../files/installation-state';
import { mayChangeProjects } from '../files/may-change-projects';
import { refusedEnd, type Round, type RoundEnd } from './round';
import type { OpenedRounds } from './round-messages';
import type { OpenResult, RoundProcess } from './round-process';

/** The part of a process of rounds that is used here. */
type RoundRunner = Pick<RoundProcess, 'opened' | 'isClosed' | 'run' | 'cancel' | 'close'>;

export interface RoundProcessesInput {
  readonly start: () => RoundRunner;
  /** Called when another process has read the workspace. */
  readonly onOpened: (opened: OpenedRounds) => void;
}

/** A process, and the state of the installation before it ran a round. */
interface CurrentProcess {
  readonly process: RoundRunner;
  readonly opened: OpenedRounds;
  readonly installation: string;
}

/**
 * Keeps one process of rounds as long as nothing that it caches may have changed: the code of installed
 * packages, and in an Nx workspace the project graph. Otherwise another process replaces it.
 */
export class RoundProcesses {
  readonly #input: RoundProcessesInput;
  #current: CurrentProcess | undefined;
  /** A process that is reading the workspace and is not used yet. */
  #candidate: RoundRunner | undefined;
  /** The exit code of a check that could not read the workspace. */
  #refusal: number | undefined;
  #cancel: () => void = () => undefined;
  readonly #closing = new Set<Promise<void>>();

  constructor(input: RoundProcessesInput) {
    this.#input = input;
  }

  /** Starts the first process. */
  async open(): Promise<OpenResult> {
    const candidate = this.#startCandidate();
    const result = await candidate.opened;
    if (result.ok) this.#take(candidate, result.opened);
    else this.#dropCandidate();
    return result;
  }

  /** Runs a round in a process that knows the current workspace. Never rejects. */
  async run(round: Round): Promise<RoundEnd> {
    this.#dropCandidate();
    const refusal = this.#refusal;
    this.#refusal = undefined;
    if (refusal !== undefined) return refusedEnd(refusal);
    if (!this.#isCurrent(round)) {
      const end = await this.#replace();
      if (end !== undefined) return end;
    }
    const process = this.#current?.process;
    if (process === undefined) return refusedEnd(2);
    this.#cancel = () => process.cancel();
    return process.run(round);
  }

  /** Ends the current round. It counts as interrupted if tests were left. */
  cancel(): void {
    this.#cancel();
  }

  /**
   * Whether the projects or their dependencies differ from those of the current process. If so, another
   * process has replaced it. A round that starts in the meantime ends the check.
   */
  async check(): Promise<boolean> {
    const current = this.#current;
    if (current?.opened.kind !== 'nx' || this.#candidate !== undefined) return false;
    const candidate = this.#startCandidate();
    const result = await candidate.opened;
    if (this.#candidate !== candidate) return false;
    if (result.ok && result.opened.graph === current.opened.graph) {
      this.#dropCandidate();
      return false;
    }
    if (result.ok) this.#take(candidate, result.opened);
    else this.#refuse(result.exitCode);
    return true;
  }

  /** Ends all processes. */
  async close(): Promise<void> {
    this.#dropCandidate();
    this.#dropCurrent();
    await Promise.all(this.#closing);
  }

  #startCandidate(): RoundRunner {
    this.#candidate = this.#input.start();
    return this.#candidate;
  }

  #isCurrent({ changed }: Round): boolean {
    if (this.#current === undefined || this.#current.process.isClosed) return false;
    const { opened, installation } = this.#current;
    if (opened.kind === 'nx' && changed.some(mayChangeProjects)) return false;
    return installation === readInstallationState(opened.root, opened.installationRoots);
  }

  /** @returns the end of the round, if it can't run */
  async #replace(): Promise<RoundEnd | undefined> {
    const candidate = this.#startCandidate();
    const cancelled = new Promise<'cancelled'>((resolve) => (this.#cancel = () => resolve('cancelled')));
    const result = await Promise.race([candidate.opened, cancelled]);
    if (result === 'cancelled') {
      this.#dropCandidate();
      return { ...refusedEnd(0), outcome: 'interrupted' };
    }
    if (!result.ok) {
      this.#refuse(undefined);
      return refusedEnd(result.exitCode);
    }
    this.#take(candidate, result.opened);
    return undefined;
  }

  #take(process: RoundRunner, opened: OpenedRounds): void {
    this.#candidate = undefined;
    this.#dropCurrent();
    const installation = readInstallationState(opened.root, opened.installationRoots);
    this.#current = { process, opened, installation };
    this.#input.onOpened(opened);
  }

  /** The problem may be solved in the next round, and an existing process would not notice that. */
  #refuse(exitCode: number | undefined): void {
    this.#refusal = exitCode;
    this.#dropCandidate();
    this.#dropCurrent();
  }

  #dropCandidate(): void {
    this.#drop(this.#candidate);
    this.#candidate = undefined;
  }

  #dropCurrent(): void {
    this.#drop(this.#current?.process);
    this.#current = undefined;
  }

  #drop(process: RoundRunner | undefined): void {
    if (process === undefined) return;
    const closing = process.close().finally(() => this.#closing.delete(closing));
    this.#closing.add(closing);
  }
}
