import type { ReadTrace } from '@nx-testmon/core';
import type { Caller, Target } from '../reduce/read-event';
import type { TraceOwner, TraceState } from '../reduce/trace-state';

/**
 * For whom a read counts in one kind of process. A policy may count a read for more test files than depend on it,
 * and never for fewer: a read that counts for no test file is a missed test.
 */
export interface AttributionPolicy {
  /** Whether every module counts that Node's own loader loads, as a whole. */
  readonly countsModuleLoads: boolean;
  /** As what such a module is kept: as one for which a dependency may stand, or as a file that was read. */
  readonly kindOfModules: 'modules' | 'files';
  /**
   * Whether every path that the runner looks for and does not find counts. Where the runner resolves modules, the
   * dependency graph compares these paths, except those of configurations, which it does not know.
   */
  readonly countsRunnerLookups: boolean;
  /**
   * Whether a variable counts that the runner's code reads while a test file runs, because tests read variables
   * through it (`import.meta.env`).
   */
  readonly countsRunnerVariables: boolean;
  /** Whether code that runs for one test file alone is distinguished from other code of the process. */
  readonly attributesByCaller: boolean;
  /**
   * Whether Node itself is the test runner, so that it loads all modules: then what compiles them may start processes
   * while a test file runs, and Node's loader starts a thread for module hooks.
   */
  readonly isRunByNode: boolean;
  /** Whether a process that is started while a test file runs is traced as a part of it. */
  readonly tracesSubprocesses: boolean;
  /** The owner whose creations and own files the next read is compared with. */
  readonly currentOwner: TraceOwner;

  /** For which test files a read counts. @param caller absent if no code in particular caused it */
  ownersOf(state: TraceState, caller?: Caller): readonly TraceOwner[];
  /** The owners that may read a path created now without depending on it. */
  ownersOfCreated(state: TraceState): readonly TraceOwner[];
  /** The caller, given the events so far. */
  resolveCaller(state: TraceState, caller: Caller): Caller;

  /** The runner has read a file in order to run it. */
  fileRunByRunner(state: TraceState, target: Target): void;
  /** Node's own loader has loaded a file. */
  fileLoadedByNode(state: TraceState, target: Target): void;
  /** @param sharingTestFile as the event has it */
  testFileStarted(state: TraceState, sharingTestFile?: string): void;
  testFileEnded(state: TraceState): void;

  /** Reads of the test file that started last, or all reads if none has started. */
  traceOfTestFile(state: TraceState): ReadTrace;
  /** Reads of this process that belong to no single test file. */
  traceOfProcess(state: TraceState): ReadTrace;
}
