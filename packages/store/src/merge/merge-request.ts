import type { FileStamp, StoredDiscovery, ProblemOf, TaskRecord, TaskRun } from '@nx-testmon/core';
import type { LockTiming } from './store-lock';
import type { FactTrace } from './write-traces';

export interface MergeRequest {
  /** Absolute path of the database. It and its folder are created if they are missing. */
  readonly file: string;
  readonly records: readonly TaskRecord[];
  /** Digests of the files of these records. `hasMerged` then knows them, so that they can be pruned. */
  readonly recordDigests?: readonly string[];
  /** Runs in addition to those of the records. */
  readonly runs?: readonly TaskRun[];
  readonly cache?: CacheRows;
  /** Keys of facts that facts of these records supersede. */
  readonly supersededFacts?: readonly string[];
  /** Complete lists of the current test files. Suites that are not listed keep their facts. */
  readonly existingTestFiles?: readonly { readonly suite: string; readonly testFiles: readonly string[] }[];
  /** Removes garbage everywhere, not only where something was added, and frees the space on disk. */
  readonly compact?: boolean;
  readonly lock: LockTiming;
  /** In ms since 1970. */
  readonly now: number;
  readonly limits?: Partial<StoreLimits>;
}

/** Rows that save time in later runs; see `FileCache`. */
export interface CacheRows {
  readonly files?: readonly (FileStamp & { readonly path: string })[];
  /** Paths that no longer exist. */
  readonly goneFiles?: readonly string[];
  readonly models?: readonly { readonly key: string; readonly json: string }[];
  readonly discoveries?: readonly StoredDiscovery[];
  /** Traces of facts in these records or in the store. */
  readonly traces?: readonly FactTrace[];
}

export interface StoreLimits {
  /** Newest passed facts kept of a test file in a suite and environment, counted by different code. */
  readonly passedFacts: number;
  /** The same for failed ones. */
  readonly failedFacts: number;
  /** How long the facts of a removed test file are kept: it may still exist on another branch. */
  readonly goneTestFilesMs: number;
  /** Bytes of all cached models. The oldest are removed if there are more. */
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
  /** Invalid facts: a pass from the future, one block with two hashes, a duration that is not a number. */
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
