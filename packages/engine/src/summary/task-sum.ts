/** Test files of one task, with what became of them. */
export interface FileCounts {
  readonly total: number;
  /** With `verify`, none is. */
  readonly skipped: number;
  readonly savedMs: number;
  /** Would have been skipped, and ran to check the selection; they are not among the skipped ones. */
  readonly audited: number;
  /** Whether an audit has turned the selection off. */
  readonly isOff: boolean;
  /** Failed in a run with `verify` or `audit`, and would have been skipped. */
  readonly missed: number;
  /** Passed and failed with the same code, as this run shows or is known. */
  readonly flaky: number;
  /** Depend on more than they execute and read. */
  readonly dependents: number;
}

/** The part of the summary of one task. */
export interface TaskSum {
  readonly project: string;
  /** A task is replayed if Nx has restored its result from a cache; then all its test files are skipped. */
  readonly end: 'passed' | 'failed' | 'stopped' | 'not-started' | 'replayed';
  /** Absent if nothing is known of them: the task has not started, or broke before it knew them. */
  readonly files?: FileCounts;
}
