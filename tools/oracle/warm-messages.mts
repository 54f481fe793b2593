import type { TestFileEvent } from './test-outcomes.mts';

/** The argument of the process that keeps a Vitest instance. */
export interface WarmProject {
  readonly workspace: string;
  readonly project: string;
  readonly config: string | undefined;
}

/** The message to this process: a request to run all tests. */
export interface WarmRequest {
  /** Files that have changed since the last run, relative to the workspace. */
  readonly changed: readonly string[];
}

/** The messages from this process. */
export type WarmMessage =
  | { readonly kind: 'ready' }
  | (TestFileEvent & { readonly kind: 'test-file' })
  | { readonly kind: 'ended'; readonly passed: boolean };
