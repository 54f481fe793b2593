import * as fileSystem from 'node:fs';
import type { Fallback } from '@nx-testmon/core';
import { emptyObservations, type Observations } from '../reduce/trace-state';
import { watchLoader } from '../tracers/watch-loader';
import type { JournalEntry } from './journal-entry';

/** Saved before they are patched or replaced. Other functions of `fs` call patched ones. */
const { closeSync, openSync, unlinkSync, writeSync } = fileSystem;

/** A process that would write more is not traced further. */
const longest = 16 * 2 ** 20;

/** Paths and variables that the parent process has created. A subprocess does not depend on them. */
export interface InheritedState {
  /** Paths that did not exist before. */
  readonly created: readonly string[];
  /** Paths whose content comes from the test, or whose earlier content is known. */
  readonly overwritten: readonly string[];
  /** Names of environment variables whose values come from the test. */
  readonly ownVariables: readonly string[];
}

/**
 * Writes the observations of a process to a file before the process continues, because it can be killed at
 * any time. The file is opened for each write, because code may close descriptors that it does not know.
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

  /** Observations that write every change. */
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

  /** Writes the observations so far. Without a file, the process counts as untraced. */
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

  /** Before the process does something after which it may not be allowed to write. Until it resumes, it counts as untraced. */
  suspend(): void {
    this.#add(['suspended', '']);
    this.flush();
  }

  resume(): void {
    this.#add(['resumed', '']);
    this.flush();
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
      // The file was not written.
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
  readonly suspend: () => void;
  readonly resume: () => void;
  /** From now on, code must not replace functions of Node's loader. */
  readonly watchLoader: () => void;
}

/** @param lost called if code has done so */
export function openJournal(
  { journal: file, ...known }: InheritedState & { readonly journal: string },
  lost: (fallback: Fallback) => void,
): OpenJournal {
  const journal = new ObservationJournal(file, process.pid);
  let isLoaderChanged = () => false;
  journal.flush();
  return {
    observations: journal.observations(known),
    suspend: () => journal.suspend(),
    resume: () => journal.resume(),
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

  /** @param known initial entries, which are not written */
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
