import type { TableOf } from './problem-text';
import type { StoreFileProblemKind } from './store-problems';

/** Why a file was not merged. */
export type MergeSourceProblem =
  | RecordFileProblem
  | {
      readonly kind: 'database-not-merged';
      readonly file: string;
      /** What it is as a store. */
      readonly cause: StoreFileProblemKind;
      readonly detail?: string | undefined;
    };

/** Why a record was not merged. */
export type RecordFileProblem =
  | { readonly kind: 'not-a-record'; readonly file: string; readonly reason: string }
  | { readonly kind: 'record-newer'; readonly file: string; readonly reason: string }
  | {
      readonly kind: 'record-invalid';
      readonly file: string;
      readonly reason: string;
      /** Whether it was in the store, and was moved out of the way to where it is now. */
      readonly isMovedAside?: boolean;
    }
  | { readonly kind: 'record-unreadable'; readonly file: string; readonly reason: string };

/** Why something was not kept. */
export type RecordProblem =
  | MergeSourceProblem
  | { readonly kind: 'record-not-written'; readonly detail: string }
  | { readonly kind: 'record-not-kept'; readonly detail: string }
  | { readonly kind: 'store-moved-aside'; readonly file: string; readonly reason: string }
  | { readonly kind: 'collecting-failed'; readonly detail: string };

/** Why what was to be printed elsewhere could not be. */
export type OutputProblem =
  | { readonly kind: 'report-not-written'; readonly file: string; readonly detail: string }
  | { readonly kind: 'page-not-written'; readonly file: string; readonly detail: string }
  | { readonly kind: 'page-not-opened'; readonly file: string; readonly detail: string }
  | { readonly kind: 'summary-not-written'; readonly file: string; readonly detail: string }
  | { readonly kind: 'coverage-not-written'; readonly folder: string; readonly detail: string };

const copyAgain = 'Copy it again from where it was written.';

const mergeLater = 'Merge it again when the program that uses it has ended.';

const checkPermissions = 'Check the permissions of the file and its folder.';

/** What a database that can't be merged is. It belongs to the user: nothing is done to it, or advised, that loses data. */
const databaseCauses: Readonly<
  Record<StoreFileProblemKind, { readonly what: string; readonly next: string }>
> = {
  'store-missing': { what: 'it does not exist', next: 'Check the path.' },
  'store-empty': { what: 'it holds no bytes', next: copyAgain },
  'store-foreign': { what: 'it is a database of another program', next: 'Name a store of nx-testmon.' },
  'store-newer': { what: 'a newer version of nx-testmon wrote it', next: 'Update nx-testmon.' },
  'store-damaged': { what: 'it is damaged', next: copyAgain },
  'store-busy': { what: 'it changed each time it was read', next: mergeLater },
  'store-in-wal-mode': { what: 'another program left it in WAL mode', next: mergeLater },
  'store-unreadable': { what: 'the system refused to read it', next: checkPermissions },
  'store-refused': { what: 'it is not a regular file', next: 'Name the file itself.' },
  'store-locked': { what: 'another program has locked it', next: mergeLater },
  'store-not-writable': { what: 'the system refused to write it', next: checkPermissions },
};

export const recordTexts = {
  'record-not-written': {
    title: ({ detail }) => `The record could not be written: ${detail}`,
    explanation: 'It is missing from what Nx caches for this task.',
    next: 'Free some space or fix the permissions of the folder .testmon.',
  },
  'record-not-kept': {
    title: ({ detail }) => `The record could not be kept for a later merge: ${detail}`,
    explanation: 'The facts of this run are lost, so the test files are selected again.',
    next: 'Free some space or fix the permissions of the folder .testmon.',
  },
  'not-a-record': {
    title: ({ file, reason }) => `${file} is neither a record nor a store of nx-testmon: ${reason}`,
    explanation: '',
    next: 'Name a record, a database, or a folder that contains them.',
  },
  'record-newer': {
    title: ({ file, reason }) => `The record ${file} was written by a newer version of nx-testmon: ${reason}`,
    explanation: 'None of its facts were merged.',
    next: 'Update nx-testmon, and merge the record again.',
  },
  'record-invalid': {
    title: ({ file, reason }) => `The record ${file} is invalid: ${reason}`,
    explanation: 'None of its facts were merged.',
    next: ({ isMovedAside }) =>
      isMovedAside
        ? 'It was moved there so that it is not tried again. Delete it when you no longer need it.'
        : 'Copy it again from where it was recorded, or record it again.',
  },
  'record-unreadable': {
    title: ({ file, reason }) => `${file} could not be read: ${reason}`,
    explanation: 'Nothing of it was merged.',
    next: 'Check the path and its permissions.',
  },
  'database-not-merged': {
    title: ({ file, cause, detail }) =>
      `The database ${file} was not merged: ${databaseCauses[cause].what}${detail === undefined ? '' : ` (${detail})`}`,
    explanation: '',
    next: ({ cause }) => databaseCauses[cause].next,
  },
  'store-moved-aside': {
    title: ({ file, reason }) => `The store could not be used and was moved to ${file}: ${reason}`,
    explanation: 'A new store was started.',
    next: 'Delete the file when you no longer need it.',
  },
  'collecting-failed': {
    title: ({ detail }) => `Collecting failed: ${detail}`,
    explanation: 'This is a bug in nx-testmon. Nothing was stored; the results of the tests stand.',
    next: 'Please report it with these lines.',
  },
  'report-not-written': {
    title: ({ file, detail }) => `The report file ${file} could not be written: ${detail}`,
    explanation: '',
    next: 'Check the option `reportFile`.',
  },
  'page-not-written': {
    title: ({ file, detail }) => `The report ${file} could not be written: ${detail}`,
    explanation: '',
    next: 'Name another file with --out.',
  },
  'page-not-opened': {
    title: ({ file, detail }) => `No browser could be started for ${file}: ${detail}`,
    explanation: '',
    next: 'Open the file yourself.',
  },
  'coverage-not-written': {
    title: ({ folder, detail }) => `The coverage report could not be written to ${folder}: ${detail}`,
    explanation: '',
    next: 'Check the permissions of the folder, or choose another one with --out-dir.',
  },
  'summary-not-written': {
    title: ({ file, detail }) => `The job summary ${file} could not be written: ${detail}`,
    explanation: '',
    next: 'Check that GITHUB_STEP_SUMMARY names a writable file.',
  },
} satisfies TableOf<RecordProblem | OutputProblem>;
