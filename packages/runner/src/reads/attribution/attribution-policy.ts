import type { ReadTrace } from '@nx-testmon/core';
import type { Caller, Target } from '../reduce/read-event';
import type { TraceOwner, TraceState } from '../reduce/trace-state';

/**
 * The owners of reads in one kind of process. A policy may count a read for more test files than depend on
 * it, but never for fewer: a read that counts for no test file leads to a missed test.
 */
export interface AttributionPolicy {
  /** Whether every module that Node's own loader loads counts as a whole. */
  readonly countsModuleLoads: boolean;
  /**
   * How such a module is recorded: as a module, which a dependency may represent, or as a file that was read.
   */
  readonly kindOfModules: 'modules' | 'files';
  /**
   * Whether every path that the test runner looks up without finding it counts. If the test runner resolves
   * modules, the dependency graph compares these paths, except those of configurations, which it does not
   * know.
   */
  readonly countsRunnerLookups: boolean;
  /**
   * Whether a variable counts that the test runner's code reads while a test file runs, because tests read
   * variables through it (`import.meta.env`).
   */
  readonly countsRunnerVariables: boolean;
  /** Whether code that only runs for one test file is distinguished from other code of the process. */
  readonly attributesByCaller: boolean;
  /**
   * Whether Node itself is the test runner and loads all modules. Code that compiles them may then start
   * processes while a test file runs, and Node's loader starts a thread for module hooks.
   */
  readonly isRunByNode: boolean;
  /** Whether a process that is started while a test file runs is traced as a part of it. */
  readonly tracesSubprocesses: boolean;
  /** The owner whose created paths and own files the next read is compared with. */
  readonly currentOwner: TraceOwner;

  /**
   * The test files that a read counts for.
   *
   * @param caller absent if no particular code caused the read
   */
  ownersOf(state: TraceState, caller?: Caller): readonly TraceOwner[];
  /** The owners that may read a path created now without depending on it. */
  ownersOfCreated(state: TraceState): readonly TraceOwner[];
  /** The caller, given the events so far. */
  resolveCaller(state: TraceState, caller: Caller): Caller;

  /** Records that the test runner has read a file to run it. */
  fileRunByRunner(state: TraceState, target: Target): void;
  /** Records that Node's own loader has loaded a file. */
  fileLoadedByNode(state: TraceState, target: Target): void;
  /** @param sharingTestFile as in the event */
  testFileStarted(state: TraceState, sharingTestFile?: string): void;
  testFileEnded(state: TraceState): void;

  /** Reads of the test file that started last, or all reads if none has started. */
  traceOfTestFile(state: TraceState): ReadTrace;
  /** Reads of this process that belong to no single test file. */
  traceOfProcess(state: TraceState): ReadTrace;
}
