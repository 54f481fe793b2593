import type { ProblemText } from './problem-text';

/** Why a database can't be used. */
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

/** The same for the store of the workspace. */
export type StoreFileProblem = {
  [Kind in StoreFileProblemKind]: StoreFile & { readonly kind: Kind };
}[StoreFileProblemKind];

interface StoreFile {
  /** Absolute path of the file. */
  readonly file: string;
  /** A version, or the message of the operating system. */
  readonly detail?: string | undefined;
}

/** The texts for the store of the workspace, and the texts for another database. */
export interface StoreFileText extends ProblemText<StoreFile> {
  /** Why a database was not merged. It belongs to the user, so the advice must not lead to a loss of data. */
  readonly notMerged: { readonly what: string; readonly next: string };
}

const everythingSelected = 'so every test file is selected';

const movedAsideNext =
  'Run once without --nocollect: the file is moved aside, never deleted, and a new store is started.';

const copyAgain = 'Copy it again from its source.';

const mergeLater = 'Merge it again when the program that uses it has ended.';

const checkPermissions = 'Check the permissions of the file and its folder.';

export const storeFileTexts: Readonly<Record<StoreFileProblemKind, StoreFileText>> = {
  'store-missing': {
    title: ({ file }) => `There is no store at ${file}`,
    explanation: `Nothing is known about any test file, ${everythingSelected}.`,
    next: 'Run once without --nocollect to collect facts.',
    notMerged: { what: 'it does not exist', next: 'Check the path.' },
  },
  'store-empty': {
    title: (problem) => `The store is empty (${where(problem)})`,
    explanation: `It contains no facts, ${everythingSelected}.`,
    next: 'Run once without --nocollect to collect facts.',
    notMerged: { what: 'it is empty', next: copyAgain },
  },
  'store-foreign': {
    title: (problem) => `The file is not an nx-testmon store (${where(problem)})`,
    explanation: `It is a text file or the database of another program, ${everythingSelected}.`,
    next: `Check NX_TESTMON_DATAFILE. ${movedAsideNext}`,
    notMerged: { what: 'it is a database of another program', next: 'Pass an nx-testmon store.' },
  },
  'store-newer': {
    title: (problem) => `The store was written by a newer version of nx-testmon (${where(problem)})`,
    explanation: `This version does not know its format, ${everythingSelected}.`,
    next: `Update nx-testmon. ${movedAsideNext}`,
    notMerged: { what: 'a newer version of nx-testmon wrote it', next: 'Update nx-testmon.' },
  },
  'store-damaged': {
    title: (problem) => `The store is damaged (${where(problem)})`,
    explanation: `It could not be read as a database, ${everythingSelected}.`,
    next: movedAsideNext,
    notMerged: { what: 'it is damaged', next: copyAgain },
  },
  'store-busy': {
    title: (problem) => `Another process is writing to the store (${where(problem)})`,
    explanation: `It could not be read consistently, ${everythingSelected}.`,
    next: 'Run again when the other run has ended.',
    notMerged: { what: 'another process is writing to it', next: mergeLater },
  },
  'store-in-wal-mode': {
    title: (problem) => `Another program left the store in WAL mode (${where(problem)})`,
    explanation: 'Its latest changes are in a WAL file, which read-only runs cannot read.',
    next: 'Close the other program, or run once without --nocollect to switch the mode back.',
    notMerged: { what: 'another program left it in WAL mode', next: mergeLater },
  },
  'store-unreadable': {
    title: (problem) => `The store could not be read (${where(problem)})`,
    explanation: `The file is not readable, ${everythingSelected}.`,
    next: checkPermissions,
    notMerged: { what: 'it is not readable', next: checkPermissions },
  },
  'store-refused': {
    title: (problem) => `The store is not used (${where(problem)})`,
    explanation: `The .testmon folder contains an unexpected link or special file. For safety it is not used, ${everythingSelected} and nothing is stored.`,
    next: 'Delete it, and the next run starts a new store. To keep the database elsewhere, set NX_TESTMON_DATAFILE to its real path.',
    notMerged: { what: 'it is not a regular file', next: 'Pass the file itself.' },
  },
  'store-locked': {
    title: (problem) => `Another run is writing to the store (${where(problem)})`,
    explanation: 'The lock timed out. The record is kept and merged later.',
    next: 'The next collecting run merges it; `testmon merge` merges it now.',
    notMerged: { what: 'another program has locked it', next: mergeLater },
  },
  'store-not-writable': {
    title: (problem) => `The store could not be written (${where(problem)})`,
    explanation:
      'The disk may be full, the folder read-only, or a permission missing. Test results are not affected.',
    next: 'Free some space or fix the permissions; a later run merges the records that were written.',
    notMerged: { what: 'it is not writable', next: checkPermissions },
  },
};

function where({ file, detail }: StoreFile): string {
  return detail === undefined ? file : `${file}: ${detail}`;
}
