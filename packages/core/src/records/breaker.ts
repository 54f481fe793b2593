import type { TestFileId } from './test-file-id';

/** The number of missed test files that a breaker keeps. */
export const MISSED_KEPT = 20;

/** The result of an audit that found missed test files. While it is stored, every test file of the project runs. */
export interface Breaker {
  readonly project: string;
  readonly target: string;
  /** Name of the environment. */
  readonly environment: string;
  /** In ms since 1970. */
  readonly foundAt: number;
  /** The first test files that failed although they would have been skipped; at least one. */
  readonly missed: readonly TestFileId[];
}

/** A stored breaker. A breaker that can't be read is set as well. */
export type StoredBreaker =
  | { readonly kind: 'set'; readonly file: string; readonly breaker: Breaker }
  | {
      readonly kind: 'unreadable';
      /** Absolute path. */
      readonly file: string;
      /** What is wrong with it. */
      readonly detail: string;
    };
