import type { Fact } from './fact';
import type { Discovery } from './suite';

/** The results that one task collected in one execution: a separate file until it is merged into the store. */
export interface TaskRecord {
  readonly execId: string;
  readonly project: string;
  readonly target: string;
  readonly facts: readonly Fact[];
  readonly run?: TaskRun;
}

/**
 * The selection of one run of a task, and the time it saved. It never changes, so merging is a set union. Times in
 * ms.
 */
export interface TaskRun {
  readonly execId: string;
  readonly project: string;
  readonly target: string;
  /** Name of the environment, without the digest. */
  readonly environment: string;
  readonly outcome: 'passed' | 'failed' | 'interrupted' | 'broken';
  /** Since 1970. */
  readonly endedAt: number;
  readonly durationMs: number;
  /** The numbers of selected and of all test files, without test files outside a filter of the run. */
  readonly selected: number;
  readonly total: number;
  /** How long the skipped test files took when they last ran. */
  readonly savedMs: number;
}

/** A discovery with digests of its inputs. It can be used again while these are unchanged. */
export interface StoredDiscovery {
  /** Digest of the project, the configuration, the arguments and the test runner. It is only compared. */
  readonly key: string;
  /** Digest of the configuration and everything it imports. */
  readonly closure: string;
  readonly discovery: Discovery;
}
