import * as fileSystem from 'node:fs';
import { join } from 'node:path';
import type { Observations } from '../reduce/trace-state';
import { parseJournal } from './journal-entry';

/** Saved before other code can replace them. */
const { readFileSync } = fileSystem;
const kill = process.kill.bind(process);

const nameOfSubprocess = /^[\w-]+$/;

/** Absolute path of the file in which a subprocess writes its observations. */
export function journalOf(folder: string, id: string): string {
  return join(folder, `${id}.journal`);
}

/** Observations of subprocesses, from the files that they write to a folder. */
export class SubprocessJournals {
  readonly #folder: string;
  /** Observations of ended processes, which don't change any more. */
  readonly #known = new Map<string, Observations>();

  /** @param folder absolute path */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Observations of a subprocess; `undefined` if it has not ended, or if its journal is incomplete. */
  read(id: string): Observations | undefined {
    const known = this.#known.get(id);
    if (known !== undefined || !nameOfSubprocess.test(id)) return known;
    const first = this.#content(id);
    // The process may have written more before it ended.
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

/** Another process may have the same id by now. Too much counts in this case. */
function isRunning(id: number): boolean {
  try {
    kill(id, 0);
    return true;
  } catch (error) {
    return (error as { code?: unknown }).code !== 'ESRCH';
  }
}
