import * as fileSystem from 'node:fs';
import { join } from 'node:path';
import type { Observations } from '../reduce/trace-state';
import { parseJournal } from './journal-entry';

/** Taken before other code could replace them. */
const { readFileSync } = fileSystem;
const kill = process.kill.bind(process);

const nameOfSubprocess = /^[\w-]+$/;

/** Absolute path of the file in which a subprocess writes what it observes. */
export function journalOf(folder: string, id: string): string {
  return join(folder, `${id}.journal`);
}

/** Observations of subprocesses, by the files that they leave in a folder. */
export class SubprocessJournals {
  readonly #folder: string;
  /** Of those that have ended: nothing is added. */
  readonly #known = new Map<string, Observations>();

  /** @param folder absolute */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Observations of a subprocess; `undefined` if it has not ended, or its journal is incomplete. */
  read(id: string): Observations | undefined {
    const known = this.#known.get(id);
    if (known !== undefined || !nameOfSubprocess.test(id)) return known;
    const first = this.#content(id);
    // It may have written more before it ended.
    const content = first && !isRunning(first.process) ? this.#content(id) : undefined;
    if (content !== undefined) this.#known.set(id, content.observations);
    return content?.observations;
  }

  #content(id: string): ReturnType<typeof parseJournal> {
    try {
      return parseJournal(readFileSync(journalOf(this.#folder, id), 'utf8'));
    } catch {
      return undefined; // without a journal, it is a process that is not traced
    }
  }
}

/** Also where another process has got its id by now: then too much counts. */
function isRunning(id: number): boolean {
  try {
    kill(id, 0);
    return true;
  } catch (error) {
    return (error as { code?: unknown }).code !== 'ESRCH';
  }
}
