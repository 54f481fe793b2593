import type { Fact } from './fact';
import type { Discovery } from './suite';

/** The results that one task collected in one execution: a separate file before it is merged into the store. */
export interface TaskRecord {
  readonly execId: string;
  readonly project: string;
  readonly target: string;
  readonly facts: readonly Fact[];
  readonly run?: TaskRun;
}

/**
 * The selection of one run of a task, and the time it saved. It never changes, so merging is a set union. Times in ms.
 */
export interface TaskRun {
  readonly execId: string;
  readonly project: string;
  readonly target: string;
  /** Its name, without the digest. */
  readonly environment: string;
  readonly outcome: 'passed' | 'failed' | 'interrupted' | 'broken';
  /** Since 1970. */
  readonly endedAt: number;
  readonly durationMs: number;
  /** How many test files were selected, and out of how many; without those outside a filter of the run. */
  readonly selected: number;
  readonly total: number;
  /** How long the skipped ones took when they last ran. */
  readonly savedMs: number;
}

/** Digests of what a discovery was made from, under which it can be used again. */
export interface StoredDiscovery {
  /** Of the project, the configuration, the arguments and the test runner; nothing is read from it. */
  readonly key: string;
  /** Digest of the configuration's whole closure. */
  readonly closure: string;
  readonly discovery: Discovery;
}
