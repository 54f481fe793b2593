import type { TestExecution } from '../records/test-execution';
import type { LinkOptions } from './load-plans';

/** The modules that a test runner uses as its configuration. */
export interface Configurations {
  /**
   * Modules that it takes for itself. Of the first one, the configuration, it takes the default export; what it takes
   * of the others, and what code of packages takes of them, is not known.
   */
  readonly modules: readonly string[];
  /** Keys that it takes of a manifest that is the configuration. Without any, the whole manifest counts. */
  readonly manifestKeys: readonly string[];
  /** Whether it hands its options to other code of the workspace: a global setup, an environment, a reporter. */
  readonly isHandedOn: boolean;
}

/** The starting points of the dependencies of one test file. Paths relative to the workspace root. */
export interface TestRoots extends LinkOptions {
  readonly testFile: string;
  /** Project the test file belongs to. */
  readonly project: string;
  readonly configurations?: Configurations;
  /** Modules that run around it, also elsewhere: global setup, a custom environment, what the configuration imports. */
  readonly setup: readonly string[];
  /** Modules that run before it, in its own process and realm, so that their execution is seen with its own. */
  readonly setupFiles?: readonly string[];
  /** Packages that take part in every run: the runner itself and its environments. */
  readonly packages: readonly string[];
  /** The observed reads and loads of the test file; absent where they are not all known. */
  readonly observed?: RunWithReads;
  /** {@link TestExecution.wholeExports} of the fact that the traversal is for. */
  readonly wholeExports?: TestExecution['wholeExports'];
}

/** A run of which all reads are known, so that what literals name does not count by itself. */
export interface RunWithReads {
  /** Whether a process or a thread was started that was not traced. */
  readonly startedProcess: boolean;
}
