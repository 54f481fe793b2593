import type { FileStamp, StoredDiscovery, ProblemOf, TaskRecord, TaskRun } from '@nx-testmon/core';
import type { LockTiming } from './store-lock';
import type { FactTrace } from './write-traces';

export interface MergeRequest {
  /** Absolute path of the database; it and its folder are created when missing. */
  readonly file: string;
  readonly records: readonly TaskRecord[];
  /** Digests of the files that hold these records: `hasMerged` knows them then, so they can be pruned. */
  readonly recordDigests?: readonly string[];
  /** Runs beside those of the records. */
  readonly runs?: readonly TaskRun[];
  readonly cache?: CacheRows;
  /** Keys of facts that facts of these records supersede. */
  readonly supersededFacts?: readonly string[];
  /** Complete lists of the test files that exist now; suites that are not named keep their facts. */
  readonly existingTestFiles?: readonly { readonly suite: string; readonly testFiles: readonly string[] }[];
  /** Looks for garbage everywhere, not only where something was added, and gives the space back. */
  readonly compact?: boolean;
  readonly lock: LockTiming;
  /** In ms since 1970. */
  readonly now: number;
  readonly limits?: Partial<StoreLimits>;
}

/** Rows that save time in later runs; see `FileCache`. */
export interface CacheRows {
  readonly files?: readonly (FileStamp & { readonly path: string })[];
  /** Paths that are no longer there. */
  readonly goneFiles?: readonly string[];
  readonly models?: readonly { readonly key: string; readonly json: string }[];
  readonly discoveries?: readonly StoredDiscovery[];
  /** Of facts of these records, or that are there already. */
  readonly traces?: readonly FactTrace[];
}

export interface StoreLimits {
  /** Newest passed facts kept of a test file in a suite and environment, counted by different code. */
  readonly passedFacts: number;
  /** The same for failed ones. */
  readonly failedFacts: number;
  /** How long the facts of a test file that is gone are kept: it may only be on another branch. */
  readonly goneTestFilesMs: number;
  /** Bytes of all cached models; beyond it the oldest go. */
  readonly modelBytes: number;
  /** How many merged records are remembered by digest. */
  readonly mergedRecords: number;
  /** How many runs are remembered for `stats`. */
  readonly runs: number;
}

export const DEFAULT_STORE_LIMITS: StoreLimits = {
  passedFacts: 8,
  failedFacts: 64,
  goneTestFilesMs: 30 * 24 * 3_600_000,
  modelBytes: 128 * 1024 ** 2,
  mergedRecords: 20_000,
  runs: 20_000,
};

export interface MergeCounts {
  readonly addedFacts: number;
  /** Facts that the store had already. */
  readonly knownFacts: number;
  /** Facts that can't be right: a pass from the future, one block with two hashes, a duration that is no number. */
  readonly ignoredFacts: number;
  /** Facts removed by garbage collection. */
  readonly removedFacts: number;
}

export type MergeResult =
  | ({
      readonly kind: 'merged';
      /** The new path of a file that could not be used, and the reason. */
      readonly movedAside?: { readonly file: string; readonly reason: string };
    } & MergeCounts)
  | MergeProblem;

/** Why nothing could be merged. */
export type MergeProblem = ProblemOf<
  'store-locked' | 'store-not-writable' | 'store-refused' | 'unsupported-node' | 'sqlite-not-loaded'
>;
