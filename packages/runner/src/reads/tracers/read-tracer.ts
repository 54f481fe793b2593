import { AsyncLocalStorage } from 'node:async_hooks';
import {
  type Fallback,
  isOpenFilesFailure,
  type ReadTrace,
  rethrowUnlessSystemError,
} from '@nx-testmon/core';
import { AccessTracer } from './access-tracer';
import { inheritedState } from '../subprocesses/inherited-state';
import type { InheritedState } from '../subprocesses/observation-journal';
import { withSubprocesses } from '../subprocesses/with-subprocesses';
import { fallbackOfError } from '../fallback-of-error';
import type { FileSystemAccess } from './file-system-calls';
import { LoadTracer } from './load-tracer';
import type { TracedImport } from '../targets/locate-specifier';
import type { PatchedFunction } from './patch-function';
import type { Caller, EventOf } from '../reduce/read-event';
import { isVariableSettled, isVariableWriteSettled } from '../reduce/reduce-variables';
import { TargetLocator } from '../targets/target-locator';
import { TraceRecorder } from './trace-recorder';
import { traceOfCompilation, type TraceState } from '../reduce/trace-state';
import type { TracerInput } from './tracer-input';

/**
 * Traces what one process reads, loads and starts. Each call is handled before it happens, and becomes an
 * event, unless it is nx-testmon's own work or the test runner's search for test files. All rules are in
 * `reduceReads` and its policies.
 */
export class ReadTracer {
  readonly #input: TracerInput;
  readonly #search = new AsyncLocalStorage<true>();
  readonly #locator: TargetLocator;
  readonly #recorder: TraceRecorder;
  readonly #accesses: AccessTracer;
  readonly #loads: LoadTracer;
  #searches = 0;
  #isPaused = false;

  constructor(input: TracerInput) {
    this.#input = input;
    this.#locator = new TargetLocator(input.root, input.installations, input.disk);
    this.#recorder = new TraceRecorder(input.policy, input.journal?.observations);
    this.#accesses = new AccessTracer(input, this.#locator, this.#recorder);
    this.#loads = new LoadTracer(input, this.#locator, this.#recorder);
  }

  /** Traces an access to the file system. @param calledBy the patched function, while it is on the stack */
  access(access: FileSystemAccess, calledBy?: PatchedFunction): void {
    if (this.#accesses.isRecorded(access)) return;
    this.#observe(() => this.#accesses.trace(access, calledBy));
  }

  /**
   * Traces that an access has failed for lack of resources, or because of a device. Code may continue as if the path did
   * not exist. What it would have read otherwise is unknown.
   */
  accessFailed(access: FileSystemAccess, error: unknown): void {
    this.#observe(() => {
      if (isOpenFilesFailure(error) || this.#accesses.isTraced(access))
        this.tracingLost(fallbackOfError(error));
    });
  }

  /** Traces a module that Node itself loads. */
  moduleLoaded(url: string): void {
    if (this.#loads.isRecorded(url)) return;
    this.#observe(() => this.#loads.moduleLoaded(url));
  }

  /** Records that from now on every load is reported. */
  loadsTraced(): void {
    this.#recorder.apply({ type: 'LoadsTraced' });
  }

  /** Traces a load or an attempt. @param isForTest true for the loader that the test runner has for a test file */
  specifierUsed(load: TracedImport, isForTest = false): void {
    this.#observe(() => this.#loads.specifierUsed(load, isForTest));
  }

  /**
   * Traces that a variable is read, or that its presence is checked.
   *
   * @param isForTest true if the environment belongs to one test file
   * @param caller absent if it is to be found on the stack
   */
  variableRead(name: string, isForTest = false, caller?: Caller): void {
    if (isVariableSettled(this.#input.policy, this.#recorder.state, name)) return;
    this.#observe(() =>
      this.#recorder.apply({ type: 'VariableRead', name, caller: caller ?? this.#callerOf(isForTest) }),
    );
  }

  /** Traces that a variable is set or deleted. @param isRestored true if it has its original value again */
  variableWritten(name: string, isRestored: boolean, isForTest = false): void {
    if (isVariableWriteSettled(this.#input.policy, this.#recorder.state, name, isRestored)) return;
    this.#observe(() =>
      this.#recorder.apply({ type: 'VariableWritten', name, isRestored, caller: this.#callerOf(isForTest) }),
    );
  }

  /** Traces that all variables are copied or enumerated. @returns the caller; `undefined` if that does not count */
  variablesCopied(isForTest = false): Caller | undefined {
    let caller: Caller | undefined;
    this.#observe(() => {
      caller = this.#callerOf(isForTest);
      this.#recorder.apply({ type: 'VariablesCopied', caller });
    });
    return caller;
  }

  /**
   * Traces that a process or a thread is started, which may read the whole project.
   *
   * @param prepare makes it traced and returns its id; not called if nx-testmon itself starts it
   */
  processStarted(
    fallback: Fallback,
    calledBy?: PatchedFunction,
    prepare?: (known: InheritedState) => string,
  ): void {
    this.#observe(() => {
      const caller = this.#input.findCaller(this.#input.root, { calledBy });
      const located = this.#located(fallback, calledBy);
      const subprocess = prepare && this.#prepare(prepare);
      this.#recorder.apply({
        type: 'ProcessStarted',
        caller,
        fallback: located,
        ...(subprocess === undefined ? {} : { subprocess }),
      });
    });
  }

  #prepare(prepare: (known: InheritedState) => string): string | undefined {
    const { policy, readSubprocess = () => undefined } = this.#input;
    try {
      return prepare(inheritedState(this.#recorder.state.observations[policy.currentOwner], readSubprocess));
    } catch (error) {
      rethrowUnlessSystemError(error);
      return undefined;
    }
  }

  /** Records that from now on reads may be unknown. @param calledBy the patched function of the call, if any */
  tracingLost(fallback: Fallback, calledBy?: PatchedFunction): void {
    this.#recorder.apply({
      type: 'TracingLost',
      fallback: calledBy ? this.#located(fallback, calledBy) : fallback,
    });
    this.#input.journal?.flush();
  }

  #located(fallback: Fallback, calledBy?: PatchedFunction): Fallback {
    return this.untraced(() => ({ ...fallback, ...this.#input.locateCode(calledBy) }));
  }

  /**
   * Records that a test file starts. Reads before the first test file count for all later ones.
   *
   * @param sharingTestFile its absolute path if it shares modules with others; `''` if the path is unknown
   */
  startTestFile(sharingTestFile?: string): void {
    const shares = sharingTestFile === undefined ? {} : { sharingTestFile };
    this.#changeOwners({ type: 'TestFileStarted', ...shares });
  }

  /** Ends the test file that started last, and returns its reads. Later reads count for the following ones. */
  endTestFile(): ReadTrace {
    this.#checkUntracedReaders();
    const trace = this.#input.policy.traceOfTestFile(this.#withSubprocesses());
    this.#changeOwners({ type: 'TestFileEnded' });
    return trace;
  }

  /** Reads of this process that belong to no single test file. */
  traceOfProcess(): ReadTrace {
    this.#checkUntracedReaders();
    return this.#input.policy.traceOfProcess(this.#recorder.state);
  }

  /** Runs the compilation of a module. Modules that are compiled later may depend on its reads. */
  compile<Result>(start: () => Result): Result {
    this.#recorder.apply({ type: 'CompilationStarted' });
    const end = () => this.#recorder.apply({ type: 'CompilationEnded' });
    try {
      const result = start();
      if (result instanceof Promise) void result.then(end, end);
      else end();
      return result;
    } catch (error) {
      end();
      throw error;
    }
  }

  /** Reads of all compilations in this process so far; `undefined` if there are none. */
  traceOfCompilation(): ReadTrace | undefined {
    return traceOfCompilation(this.#recorder.state);
  }

  /** Runs the test runner's own search for test files, including everything that follows from it. */
  async search<Result>(start: () => Promise<Result>): Promise<Result> {
    this.#searches++;
    try {
      return await this.#search.run(true, start);
    } finally {
      if (--this.#searches === 0) this.#search.disable();
    }
  }

  /** Runs nx-testmon's own work untraced, including the modules that it loads. */
  untraced<Result>(work: () => Result): Result {
    const wasPaused = this.#isPaused;
    this.#isPaused = true;
    try {
      return work();
    } finally {
      this.#isPaused = wasPaused;
    }
  }

  /** Ignores all reads and writes in a folder. @param folder absolute path */
  ignore(folder: string): void {
    this.#locator.ignore(folder);
  }

  /** As {@link ignore}, except for the workspace if it is in the folder. */
  ignoreOutside(folder: string): void {
    this.#locator.ignoreOutside(folder);
  }

  #withSubprocesses(): TraceState {
    const { state } = this.#recorder;
    const { readSubprocess = () => undefined } = this.#input;
    const testFile = this.untraced(() => withSubprocesses(state.observations.testFile, readSubprocess));
    return { ...state, observations: { ...state.observations, testFile } };
  }

  #callerOf(isForTest: boolean): Caller {
    const caller = this.#input.findCaller(this.#input.root);
    return isForTest ? { ...caller, isForTest } : caller;
  }

  #checkUntracedReaders(): void {
    const reader = this.#input.findUntracedReader();
    if (reader !== undefined) this.tracingLost(reader);
  }

  /** Does not trace its own reads, and never throws an error into the user's code. */
  #observe(work: () => void): void {
    if (this.#isPaused || this.#search.getStore() === true) return;
    this.#isPaused = true;
    try {
      work();
    } catch (error) {
      this.tracingLost(fallbackOfError(error));
    } finally {
      this.#isPaused = false;
      this.#input.journal?.flush();
    }
  }

  #changeOwners(event: EventOf<'TestFileStarted' | 'TestFileEnded'>): void {
    this.#recorder.apply(event);
    this.#accesses.ownersChanged();
    this.#loads.ownersChanged();
  }
}
