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

/** A selected test file. */
export interface SelectedFile {
  readonly project: string;
  readonly file: string;
  readonly reason: string;
  /** All blocks that changed since it passed; absent for any other reason. */
  readonly changed?: readonly string[];
}

/** How many test files other selections select at a commit. */
export interface PeerCounts {
  /** Those of the projects that `nx affected` lists; absent if Nx lists none because of an error. */
  readonly affected?: number;
  /** Those that `vitest related` selects; absent unless it was asked for and works in a project. */
  readonly related?: number;
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
  /** The selected test files, with their reasons. */
  readonly files: readonly SelectedFile[];
  /** Absent at the first commit, at which nothing has changed. */
  readonly peers?: PeerCounts;
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
