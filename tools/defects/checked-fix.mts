interface NamedFix {
  /** The commit's hash. */
  readonly commit: string;
  readonly subject: string;
}

/** A fix that could not be tried. */
export interface SkippedFix extends NamedFix {
  /** Why. */
  readonly skipped: string;
}

/** A fix that was reversed. Test files are relative to the workspace. */
export interface TriedFix extends NamedFix {
  readonly skipped?: undefined;
  /** Passed with the fix and failed without it. */
  readonly turned: readonly string[];
  /** Turned, and not selected. */
  readonly missed: readonly string[];
  /** Not selected, failed in a first run without the fix and passed in a second one. */
  readonly flaky: readonly string[];
  /** Failed with the fix and without it. */
  readonly alwaysFailing: readonly string[];
  /** How many test files are selected without the fix. */
  readonly selected: number;
  /** How many were selected with the fix in place, right after collecting. */
  readonly selectedBefore: number;
  readonly total: number;
  /** How many test files each reason selects. */
  readonly reasons: Readonly<Record<string, number>>;
  /** The notes of the selection. */
  readonly notes: readonly string[];
}

export type CheckedFix = SkippedFix | TriedFix;

export const isTried = (fix: CheckedFix): fix is TriedFix => fix.skipped === undefined;

/** Whether a test file turned, so that something could be missed. */
export const hasTurned = (fix: CheckedFix): fix is TriedFix => isTried(fix) && fix.turned.length > 0;
