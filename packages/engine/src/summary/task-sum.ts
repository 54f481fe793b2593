/** The test files of one task, by what happened to them. */
export interface FileCounts {
  readonly total: number;
  /** 0 with `verify`. */
  readonly skipped: number;
  readonly savedMs: number;
  /**
   * Test files that would have been skipped, but ran to check the selection. They do not count as skipped.
   */
  readonly audited: number;
  /** Whether an audit has turned the selection off. */
  readonly isOff: boolean;
  /** Test files that failed in a run with `verify` or `audit`, but would have been skipped. */
  readonly missed: number;
  /** Test files that passed and failed with the same code, in this run or before. */
  readonly flaky: number;
  /** Test files that depend on more than they execute and read. */
  readonly dependents: number;
}

/** The part of the summary that concerns one task. */
export interface TaskSum {
  readonly project: string;
  /** `replayed`: Nx has restored the result from a cache; all test files are then skipped. */
  readonly end: 'passed' | 'failed' | 'stopped' | 'not-started' | 'replayed';
  /** Absent if the numbers are unknown: the task has not started, or failed before it knew them. */
  readonly files?: FileCounts;
}
