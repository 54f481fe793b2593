import type { TableOf } from './problem-text';
import { type StoreFileProblemKind, storeFileTexts } from './store-file-problems';

/** Why a file was not merged. */
export type MergeSourceProblem =
  | RecordFileProblem
  | {
      readonly kind: 'database-not-merged';
      readonly file: string;
      /** The problem of the database. */
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
      /** Whether it was found in the store and moved to `file`. */
      readonly isMovedAside?: boolean;
    }
  | { readonly kind: 'record-unreadable'; readonly file: string; readonly reason: string };

/** Why a record or its facts were not stored. */
export type RecordProblem =
  | MergeSourceProblem
  | { readonly kind: 'record-not-written'; readonly detail: string }
  | { readonly kind: 'record-not-kept'; readonly detail: string }
  | { readonly kind: 'store-moved-aside'; readonly file: string; readonly reason: string }
  | { readonly kind: 'collecting-failed'; readonly detail: string };

/** Output files that could not be written or opened. */
export type OutputProblem =
  | { readonly kind: 'report-not-written'; readonly file: string; readonly detail: string }
  | { readonly kind: 'page-not-written'; readonly file: string; readonly detail: string }
  | { readonly kind: 'page-not-opened'; readonly file: string; readonly detail: string }
  | { readonly kind: 'summary-not-written'; readonly file: string; readonly detail: string }
  | { readonly kind: 'coverage-not-written'; readonly folder: string; readonly detail: string };

export const recordTexts = {
  'record-not-written': {
    title: ({ detail }) => `The record could not be written: ${detail}`,
    explanation: "Nx's cache for this task does not contain it.",
    next: 'Free some space or fix the permissions of the .testmon folder.',
  },
  'record-not-kept': {
    title: ({ detail }) => `The record could not be kept for a later merge: ${detail}`,
    explanation: 'The facts of this run are lost, so the test files are selected again.',
    next: 'Free some space or fix the permissions of the .testmon folder.',
  },
  'not-a-record': {
    title: ({ file, reason }) => `${file} is neither a record nor an nx-testmon store: ${reason}`,
    explanation: '',
    next: 'Pass a record, a database, or a folder that contains them.',
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
        ? 'It was moved there, so that it is not merged again. Delete it when you no longer need it.'
        : 'Copy it again from its source, or record it again.',
  },
  'record-unreadable': {
    title: ({ file, reason }) => `${file} could not be read: ${reason}`,
    explanation: 'It was not merged.',
    next: 'Check the path and its permissions.',
  },
  'database-not-merged': {
    title: ({ file, cause, detail }) =>
      `The database ${file} was not merged: ${storeFileTexts[cause].notMerged.what}${detail === undefined ? '' : ` (${detail})`}`,
    explanation: '',
    next: ({ cause }) => storeFileTexts[cause].notMerged.next,
  },
  'store-moved-aside': {
    title: ({ file, reason }) => `The store could not be used and was moved to ${file}: ${reason}`,
    explanation: 'A new store was started.',
    next: 'Delete the file when you no longer need it.',
  },
  'collecting-failed': {
    title: ({ detail }) => `Collecting failed: ${detail}`,
    explanation: 'This is a bug in nx-testmon. Nothing was stored; test results are not affected.',
    next: 'Please report it with this output.',
  },
  'report-not-written': {
    title: ({ file, detail }) => `The report file ${file} could not be written: ${detail}`,
    explanation: '',
    next: 'Check the option `reportFile`.',
  },
  'page-not-written': {
    title: ({ file, detail }) => `The report ${file} could not be written: ${detail}`,
    explanation: '',
    next: 'Choose another file with --out.',
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
    next: 'Check that GITHUB_STEP_SUMMARY is the path of a writable file.',
  },
} satisfies TableOf<RecordProblem | OutputProblem>;
