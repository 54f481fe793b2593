interface NamedFix {
  /** The commit's hash. */
  readonly commit: string;
  readonly subject: string;
}

/** A fix that could not be tried. */
export interface SkippedFix extends NamedFix {
  /** The reason. */
  readonly skipped: string;
}

/** A fix that was reversed. Test files are relative to the workspace. */
export interface TriedFix extends NamedFix {
  readonly skipped?: undefined;
  /** Test files that pass with the fix and fail without it. */
  readonly turned: readonly string[];
  /** Turned test files that are not selected. */
  readonly missed: readonly string[];
  /**
   * Test files that are not selected, that failed in a first run without the fix and passed in a second one.
   */
  readonly flaky: readonly string[];
  /** Test files that fail both with the fix and without it. */
  readonly alwaysFailing: readonly string[];
  /** Number of test files that are selected without the fix. */
  readonly selected: number;
  /** Number of test files that are selected with the fix, right after collecting. */
  readonly selectedBefore: number;
  readonly total: number;
  /** Number of test files that each reason selects. */
  readonly reasons: Readonly<Record<string, number>>;
  /** The notes of the selection. */
  readonly notes: readonly string[];
}

export type CheckedFix = SkippedFix | TriedFix;

export const isTried = (fix: CheckedFix): fix is TriedFix => fix.skipped === undefined;

/** Whether at least one test file turned. Otherwise, none can be missed. */
export const hasTurned = (fix: CheckedFix): fix is TriedFix => isTried(fix) && fix.turned.length > 0;
