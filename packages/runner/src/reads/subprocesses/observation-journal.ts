import * as fileSystem from 'node:fs';
import type { Fallback } from '@nx-testmon/core';
import { emptyObservations, type Observations } from '../reduce/trace-state';
import { watchLoader } from '../tracers/watch-loader';
import type { JournalEntry } from './journal-entry';

/** Taken before they are patched or replaced. Others of `fs` call patched ones. */
const { closeSync, openSync, unlinkSync, writeSync } = fileSystem;

/** A process that would write more than this is not traced further. */
const longest = 16 * 2 ** 20;

/** Paths and variables that the parent process has created, so a subprocess does not depend on them. */
export interface InheritedState {
  /** Paths that were not there before. */
  readonly created: readonly string[];
  /** Paths whose content is the test's own, or whose earlier content is known. */
  readonly overwritten: readonly string[];
  /** Names of environment variables whose values are the test's own. */
  readonly ownVariables: readonly string[];
}

/**
 * Writes to a file what a process observes, before it goes on: a process can be killed at any time. The file is opened
 * for each write, because code may close descriptors that it does not know.
 */
export class ObservationJournal {
  readonly #file: string;
  #unwritten = '';
  #length = 0;
  #hasEnded = false;

  /** @param file absolute path */
  constructor(file: string, pid: number) {
    this.#file = file;
    this.#add(['process', String(pid)]);
  }

  /** Observations of which every change is written. */
  observations({ created, overwritten, ownVariables }: InheritedState): Observations {
    const states = (kind: JournalEntry[0]) =>
      new WrittenMap<string>((...entry) => this.#add([kind, ...entry]));
    const causes = (kind: JournalEntry[0]) =>
      new WrittenMap<Fallback>((...entry) => this.#add([kind, ...entry]));
    const names = (kind: JournalEntry[0], known: readonly string[] = []) =>
      new WrittenSet(known, (name) => this.#add([kind, name]));
    return {
      ...emptyObservations(),
      files: states('files'),
      modules: states('modules'),
      folders: states('folders'),
      lookups: states('lookups'),
      packages: names('packages'),
      variables: names('variables'),
      ownVariables: new Set(ownVariables),
      created: names('created', created),
      overwritten: names('overwritten', overwritten),
      written: names('written'),
      fallbacks: causes('fallbacks'),
      subprocesses: causes('subprocesses'),
    };
  }

  /** Writes what was observed until now. Without a file, the process is one that is not traced. */
  flush(): void {
    if (this.#hasEnded || this.#unwritten === '') return;
    const content = Buffer.from(this.#unwritten);
    this.#unwritten = '';
    try {
      this.#length += content.length;
      if (this.#length > longest) throw new Error('too long');
      append(this.#file, content);
    } catch {
      this.#end();
    }
  }

  #add(entry: readonly unknown[]): void {
    if (!this.#hasEnded) this.#unwritten += `${JSON.stringify(entry)}\n`;
  }

  #end(): void {
    this.#hasEnded = true;
    ObservationJournal.remove(this.#file);
  }

  static remove(file: string): void {
    try {
      unlinkSync(file);
    } catch {
      // It was not written.
    }
  }
}

function append(file: string, content: Buffer): void {
  const descriptor = openSync(file, 'a');
  try {
    for (let at = 0; at < content.length;) at += writeSync(descriptor, content, at);
  } finally {
    closeSync(descriptor);
  }
}

/** The journal of this process. */
export interface OpenJournal {
  readonly observations: Observations;
  readonly flush: () => void;
  /** From now on code must not put its own functions in place of those of Node's loader. */
  readonly watchLoader: () => void;
}

/** @param lost is called where it has done so */
export function openJournal(
  { journal: file, ...known }: InheritedState & { readonly journal: string },
  lost: (fallback: Fallback) => void,
): OpenJournal {
  const journal = new ObservationJournal(file, process.pid);
  let isLoaderChanged = () => false;
  journal.flush();
  return {
    observations: journal.observations(known),
    watchLoader() {
      isLoaderChanged = watchLoader(true);
    },
    flush() {
      if (isLoaderChanged()) {
        isLoaderChanged = () => false;
        lost({ kind: 'custom-loader' });
      }
      journal.flush();
    },
  };
}

class WrittenMap<Value> extends Map<string, Value> {
  readonly #write: (key: string, value: Value) => void;

  constructor(write: (key: string, value: Value) => void) {
    super();
    this.#write = write;
  }

  override set(key: string, value: Value): this {
    if (this.get(key) !== value) this.#write(key, value);
    return super.set(key, value);
  }
}

class WrittenSet extends Set<string> {
  readonly #write: (name: string) => void;

  /** @param known what is in it from the start, which is not written */
  constructor(known: readonly string[], write: (name: string) => void) {
    super();
    for (const name of known) super.add(name);
    this.#write = write;
  }

  override add(name: string): this {
    if (!this.has(name)) this.#write(name);
    return super.add(name);
  }
}
