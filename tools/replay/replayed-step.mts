export interface Commit {
  readonly hash: string;
  readonly subject: string;
}

/** A full run of a commit, compared with the selection. */
export interface Comparison {
  readonly durationMs: number;
  readonly testFiles: number;
  readonly failing: readonly string[];
  /** Test files that failed and were not selected. */
  readonly missed: readonly string[];
  /** Test files that were missed in a first run and passed in a second one. */
  readonly flaky: readonly string[];
}

interface NamedStep {
  /** The commit's hash. */
  readonly commit: string;
  readonly subject: string;
}

/** A commit that could not be tried. */
export interface SkippedStep extends NamedStep {
  /** The reason. */
  readonly skipped: string;
}

/** A commit at which nx-testmon ran. */
export interface TriedStep extends NamedStep {
  readonly skipped?: undefined;
  readonly selected: number;
  readonly total: number;
  readonly durationMs: number;
  /** Projects whose tests did not pass. */
  readonly failed: readonly string[];
  /** Projects whose tests could not be run. */
  readonly broken: readonly string[];
  /** Absent without a full run. */
  readonly full?: Comparison;
}

export type ReplayedStep = SkippedStep | TriedStep;

export const isTried = (step: ReplayedStep): step is TriedStep => step.skipped === undefined;
