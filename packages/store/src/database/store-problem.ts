/** Everything that can keep the store from being read or written, as data. */
export type StoreProblemKind =
  | 'unsupported-node'
  | 'no-sqlite'
  | 'missing'
  | 'empty'
  | 'foreign'
  | 'newer'
  | 'corrupt'
  | 'busy'
  | 'write-ahead-log'
  | 'unreadable'
  | 'lock-busy'
  | 'cannot-write';

export interface StoreProblem {
  readonly kind: StoreProblemKind;
  /** Absolute path of what was read or written. */
  readonly file?: string;
  /** What was seen: a version, the system's own message. */
  readonly detail?: string;
}

export interface StoreProblemText {
  readonly title: string;
  readonly explanation: string;
  readonly nextStep: string;
}

/** A kind without its row does not compile. */
export const STORE_PROBLEMS: Readonly<Record<StoreProblemKind, StoreProblemText>> = {
  'unsupported-node': {
    title: 'Node is too old',
    explanation:
      'The database module needs Node 22.12 or newer; on older versions it would crash the process.',
    nextStep: 'Install Node 22.12 or newer and run again.',
  },
  'no-sqlite': {
    title: 'the database module can not be loaded',
    explanation: 'better-sqlite3 has no binary for this platform, or its package is damaged.',
    nextStep:
      'Reinstall the packages on this machine; check that node_modules was not copied from another one.',
  },
  missing: {
    title: 'no facts yet',
    explanation: 'There is no database, so nothing is known about any test and every test is selected.',
    nextStep: 'Run once without --nocollect to collect facts.',
  },
  empty: {
    title: 'the database is empty',
    explanation: 'The file exists but holds no bytes, so every test is selected.',
    nextStep: 'Run once without --nocollect; the file is filled then.',
  },
  foreign: {
    title: 'this is not a testmon database',
    explanation:
      'The file is something else: a text file or the database of another program. It was not touched.',
    nextStep:
      'Check NX_TESTMON_DATAFILE; a run without --nocollect moves the file aside and starts a new one.',
  },
  newer: {
    title: 'the database was written by a newer version',
    explanation: 'Its format is unknown to this version, so every test is selected.',
    nextStep: 'Update nx-testmon; a run without --nocollect moves the file aside and starts a new one.',
  },
  corrupt: {
    title: 'the database is damaged',
    explanation: 'It can not be read as a database, so every test is selected.',
    nextStep:
      'Run once without --nocollect: the file is moved aside, never deleted, and a new one is started.',
  },
  busy: {
    title: 'the database is being written',
    explanation:
      'It changed each time it was read, so what it says can not be trusted and every test is selected.',
    nextStep: 'Run again when the other run has ended.',
  },
  'write-ahead-log': {
    title: 'another program left the database in WAL mode',
    explanation: 'Its newest pages are in a -wal file, which can not be read without writing beside it.',
    nextStep: 'Close the other program, or run once without --nocollect to switch the mode back.',
  },
  unreadable: {
    title: 'the database can not be read',
    explanation: 'The system refused to read the file, so every test is selected.',
    nextStep: 'Check the permissions of the file and its folder.',
  },
  'lock-busy': {
    title: 'another run is writing the database',
    explanation: 'The lock was not free in time. What was learned is kept and merged by a later run.',
    nextStep: 'Nothing: the next collecting run merges it, or run `testmon merge`.',
  },
  'cannot-write': {
    title: 'the database can not be written',
    explanation:
      'The system refused: a full disk, a read-only folder or missing permissions. Tests are not affected.',
    nextStep: 'Free some space or fix the permissions; records that were written are merged by a later run.',
  },
};

/** One line for people: what happened, where, and what to do next. */
export function renderStoreProblem(problem: StoreProblem): string {
  const { title, nextStep } = STORE_PROBLEMS[problem.kind];
  const where = [problem.file, problem.detail].filter((part) => part !== undefined).join(': ');
  return `${title}${where ? ` (${where})` : ''}. ${nextStep}`;
}
