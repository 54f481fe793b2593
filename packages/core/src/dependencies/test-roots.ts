import type { TestExecution } from '../records/test-execution';
import type { LinkOptions } from './load-plans';

/** The modules that a test runner uses as its configuration. */
export interface Configurations {
  /**
   * The modules that the test runner uses. It uses the default export of the first one, the configuration. It is
   * unknown which exports of the others it uses, and which exports code of packages uses.
   */
  readonly modules: readonly string[];
  /** The keys that it uses of a manifest that is the configuration. If empty, the whole manifest counts. */
  readonly manifestKeys: readonly string[];
  /** Whether it passes its options to other code of the workspace: a global setup, an environment, a reporter. */
  readonly isHandedOn: boolean;
}

/** The starting points of the dependencies of one test file. Paths relative to the workspace root. */
export interface TestRoots extends LinkOptions {
  readonly testFile: string;
  /** Project of the test file. */
  readonly project: string;
  readonly configurations?: Configurations;
  /**
   * Modules that run around it, also in other processes: global setup, a custom environment, imports of the
   * configuration.
   */
  readonly setup: readonly string[];
  /** Modules that run before it in its own process and realm, so that their execution is recorded with its own. */
  readonly setupFiles?: readonly string[];
  /** Packages that take part in every run: the test runner and its environments. */
  readonly packages: readonly string[];
  /** The observed reads and loads of the test file; absent if not all of them are known. */
  readonly observed?: RunWithReads;
  /** {@link TestExecution.wholeExports} of the fact for which the traversal is done. */
  readonly wholeExports?: TestExecution['wholeExports'];
}

/** A run with all reads known, so that paths in literals don't count. */
export interface RunWithReads {
  /** Whether an untraced process or thread was started. */
  readonly startedProcess: boolean;
}
