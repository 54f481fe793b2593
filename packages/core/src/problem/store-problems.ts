import { count } from '../count';
import type { TableOf } from './problem-text';

/** Why the store could not be read or written. */
export type StoreProblem =
  | { readonly kind: 'unsupported-node'; readonly version: string }
  | { readonly kind: 'sqlite-not-loaded'; readonly detail: string }
  | StoreFileProblem;

/** What of a store could not be used. More is selected then. */
export type StoreContentProblem =
  | { readonly kind: 'no-facts-yet'; readonly file: string }
  | { readonly kind: 'store-damaged-in-parts'; readonly detail: string }
  | { readonly kind: 'damaged-facts'; readonly facts: number }
  | { readonly kind: 'passes-ahead-of-clock'; readonly passes: number };

export type StoreFileProblemKind =
  | 'store-missing'
  | 'store-empty'
  | 'store-foreign'
  | 'store-newer'
  | 'store-damaged'
  | 'store-busy'
  | 'store-in-wal-mode'
  | 'store-unreadable'
  | 'store-refused'
  | 'store-locked'
  | 'store-not-writable';

export type StoreFileProblem = {
  [Kind in StoreFileProblemKind]: StoreFile & { readonly kind: Kind };
}[StoreFileProblemKind];

export interface StoreFile {
  /** Absolute path of what was read or written. */
  readonly file: string;
  /** What was seen: a version, the system's own message. */
  readonly detail?: string | undefined;
}

const everythingSelected = 'so every test file is selected';

const movedAsideNext =
  'Run once without --nocollect: the file is moved aside, never deleted, and a new store is started.';

export const storeTexts = {
  'unsupported-node': {
    title: ({ version }) => `Node ${version || '(unknown version)'} is not supported`,
    explanation: 'nx-testmon needs Node 22.12 or later.',
    next: 'Install Node 22.12 or later and run again.',
  },
  'sqlite-not-loaded': {
    title: ({ detail }) => `The database module better-sqlite3 could not be loaded: ${detail}`,
    explanation: 'It has no binary for this platform, or its package is damaged.',
    next: 'Reinstall the packages on this machine, and check that node_modules was not copied from another one.',
  },
  'store-missing': {
    title: ({ file }) => `There is no store at ${file}`,
    explanation: `Nothing is known about any test file, ${everythingSelected}.`,
    next: 'Run once without --nocollect to collect facts.',
  },
  'store-empty': {
    title: (problem) => `The store is empty (${where(problem)})`,
    explanation: `The file exists but holds no bytes, ${everythingSelected}.`,
    next: 'Run once without --nocollect to collect facts.',
  },
  'store-foreign': {
    title: (problem) => `The file is not a store of nx-testmon (${where(problem)})`,
    explanation: `It is a text file or the database of another program, ${everythingSelected}.`,
    next: `Check NX_TESTMON_DATAFILE. ${movedAsideNext}`,
  },
  'store-newer': {
    title: (problem) => `The store was written by a newer version of nx-testmon (${where(problem)})`,
    explanation: `This version does not know its format, ${everythingSelected}.`,
    next: `Update nx-testmon. ${movedAsideNext}`,
  },
  'store-damaged': {
    title: (problem) => `The store is damaged (${where(problem)})`,
    explanation: `It could not be read as a database, ${everythingSelected}.`,
    next: movedAsideNext,
  },
  'store-busy': {
    title: (problem) => `The store is being written (${where(problem)})`,
    explanation: `It changed each time it was read, ${everythingSelected}.`,
    next: 'Run again when the other run has ended.',
  },
  'store-in-wal-mode': {
    title: (problem) => `Another program left the store in WAL mode (${where(problem)})`,
    explanation: 'Its newest pages are in a -wal file, which cannot be read without writing beside it.',
    next: 'Close the other program, or run once without --nocollect to switch the mode back.',
  },
  'store-unreadable': {
    title: (problem) => `The store could not be read (${where(problem)})`,
    explanation: `The system refused to read the file, ${everythingSelected}.`,
    next: 'Check the permissions of the file and its folder.',
  },
  'store-refused': {
    title: (problem) => `The store is not used (${where(problem)})`,
    explanation: `A branch or a cache can put anything into the folder .testmon. Only folders and regular files of its own are read and written there, ${everythingSelected} and nothing is stored.`,
    next: 'Delete it, and the next run starts a new store. To keep the database elsewhere, set NX_TESTMON_DATAFILE to its real path.',
  },
  'store-locked': {
    title: (problem) => `Another run is writing the store (${where(problem)})`,
    explanation: 'The lock was not free in time. What was collected is kept for a later merge.',
    next: 'The next collecting run merges it; `testmon merge` does so at once.',
  },
  'store-not-writable': {
    title: (problem) => `The store could not be written (${where(problem)})`,
    explanation:
      'The disk may be full, the folder read-only, or a permission missing. Tests are not affected.',
    next: 'Free some space or fix the permissions; a later run merges the records that were written.',
  },
  'no-facts-yet': {
    title: ({ file }) => `No facts are stored yet: ${file} does not exist`,
    explanation: '',
    next: 'A run that collects stores them.',
  },
  'store-damaged-in-parts': {
    title: ({ detail }) => `The store is damaged in parts, and what can't be read is left out (${detail})`,
    explanation: '',
    next: 'The next collecting run moves the file aside and keeps what can be read.',
  },
  'damaged-facts': {
    title: ({ facts }) => `Ignored ${count(facts, 'damaged fact')}`,
    explanation: '',
    next: 'Test files without another fact are selected, and store a new one.',
  },
  'passes-ahead-of-clock': {
    title: ({ passes }) =>
      `Ignored ${count(passes, 'pass', 'passes')} dated more than a day ahead of the clock`,
    explanation: '',
    next: 'Check the clocks of the machines that share facts.',
  },
} satisfies TableOf<StoreProblem | StoreContentProblem>;

function where({ file, detail }: StoreFile): string {
  return detail === undefined ? file : `${file}: ${detail}`;
}
