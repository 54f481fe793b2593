import { count } from '../count';
import type { TableOf } from './problem-text';

/** Why the store could not be read or written. */
export type StoreProblem =
  | { readonly kind: 'unsupported-node'; readonly version: string }
  | { readonly kind: 'sqlite-not-loaded'; readonly detail: string }
  | StoreFileProblem;

/** Parts of a store that could not be used. More is selected then. */
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
  /** Absolute path of the file. */
  readonly file: string;
  /** A version, or the message of the operating system. */
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
    explanation: `It contains no facts, ${everythingSelected}.`,
    next: 'Run once without --nocollect to collect facts.',
  },
  'store-foreign': {
    title: (problem) => `The file is not an nx-testmon store (${where(problem)})`,
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
    title: (problem) => `Another process is writing to the store (${where(problem)})`,
    explanation: `It could not be read consistently, ${everythingSelected}.`,
    next: 'Run again when the other run has ended.',
  },
  'store-in-wal-mode': {
    title: (problem) => `Another program left the store in WAL mode (${where(problem)})`,
    explanation: 'Its latest changes are in a WAL file, which read-only runs cannot read.',
    next: 'Close the other program, or run once without --nocollect to switch the mode back.',
  },
  'store-unreadable': {
    title: (problem) => `The store could not be read (${where(problem)})`,
    explanation: `The file is not readable, ${everythingSelected}.`,
    next: 'Check the permissions of the file and its folder.',
  },
  'store-refused': {
    title: (problem) => `The store is not used (${where(problem)})`,
    explanation: `The .testmon folder contains an unexpected link or special file. For safety it is not used, ${everythingSelected} and nothing is stored.`,
    next: 'Delete it, and the next run starts a new store. To keep the database elsewhere, set NX_TESTMON_DATAFILE to its real path.',
  },
  'store-locked': {
    title: (problem) => `Another run is writing to the store (${where(problem)})`,
    explanation: 'The lock timed out. The record is kept and merged later.',
    next: 'The next collecting run merges it; `testmon merge` merges it now.',
  },
  'store-not-writable': {
    title: (problem) => `The store could not be written (${where(problem)})`,
    explanation:
      'The disk may be full, the folder read-only, or a permission missing. Test results are not affected.',
    next: 'Free some space or fix the permissions; a later run merges the records that were written.',
  },
  'no-facts-yet': {
    title: ({ file }) => `No facts are stored yet: ${file} does not exist`,
    explanation: '',
    next: 'Run once without --nocollect.',
  },
  'store-damaged-in-parts': {
    title: ({ detail }) => `The store is partly damaged; unreadable facts are ignored (${detail})`,
    explanation: '',
    next: 'The next collecting run moves the file aside and keeps the readable facts.',
  },
  'damaged-facts': {
    title: ({ facts }) => `Ignored ${count(facts, 'damaged fact')}`,
    explanation: '',
    next: 'Test files without another fact are selected, and the run stores a new one.',
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
