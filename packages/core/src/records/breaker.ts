import type { TestFileId } from './test-file-id';

/** Of all missed test files, this many are kept. */
export const MISSED_KEPT = 20;

/** What an audit found: while it is stored, every test file of the project runs. */
export interface Breaker {
  readonly project: string;
  readonly target: string;
  /** Name of the environment. */
  readonly environment: string;
  /** In ms since 1970. */
  readonly foundAt: number;
  /** The first of the test files that failed although they would have been skipped; at least one. */
  readonly missed: readonly TestFileId[];
}

/** A breaker as it is stored. One that can't be read is set as well. */
export type StoredBreaker =
  | { readonly kind: 'set'; readonly file: string; readonly breaker: Breaker }
  | {
      readonly kind: 'unreadable';
      /** Absolute path. */
      readonly file: string;
      /** What is wrong with it. */
      readonly detail: string;
    };
