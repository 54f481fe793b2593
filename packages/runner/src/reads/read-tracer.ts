import { AsyncLocalStorage } from 'node:async_hooks';
import { dirname, join, posix } from 'node:path';
import { type Fallback, hasScope, type InstallationFolders, type ReadTrace } from '@nx-testmon/core';
import type { AttributionPolicy } from './attribution/attribution-policy';
import type { Disk } from './disk';
import type { FileSystemAccess } from './file-system-calls';
import type { FindCaller } from './find-caller';
import type { LocateCode } from './locate-code';
import type { PatchedFunction } from './patch-function';
import type { Caller, PathEvent, ReadEvent, Target, WorkspaceTarget } from './read-event';
import {
  countingOf,
  createdNamesIn,
  isLoadKnown,
  isOwn,
  isPackageKnown,
  isSettled,
  isUnread,
  type Question,
  reduceReads,
  traceOfCompilation,
} from './reduce-reads';
import { isVariableSettled, isVariableWriteSettled } from './reduce-variables';
import { locateSpecifier, type TracedImport } from './locate-specifier';
import { isTraced, TargetLocator } from './target-locator';
import { createTraceState, type TraceState } from './trace-state';

export interface TracerInput {
  /** Absolute, with links resolved. */
  readonly root: string;
  readonly installations: InstallationFolders;
  readonly policy: AttributionPolicy;
  readonly disk: Disk;
  readonly findCaller: FindCaller;
  /** Whether a file is nx-testmon's own, and no source of the workspace. @param absolute path of it */
  readonly isOwnCode: (absolute: string) => boolean;
  /** What may have read something without passing any patched function, where that is so by now. */
  readonly findUntracedReader: () => Fallback | undefined;
  readonly locateCode: LocateCode;
}

const unknownCaller: Caller = { by: 'other' };
const longestError = 200;

/**
 * Traces what one process asks of the file system and changes in it. Takes each access as it is made, before it
 * happens, finds out what an event needs to say (who asks, and what is on disk), and no more than that: asking the
 * call stack and hashing files are what tracing costs. All rules are in `reduceReads` and its policies.
 */
export class ReadTracer {
  readonly #input: TracerInput;
  readonly #search = new AsyncLocalStorage<true>();
  readonly #locator: TargetLocator;
  #state: TraceState = createTraceState();
  /** What of packages is recorded for the current owners, by questions and by loads. */
  #recorded = { read: new WeakSet<Target>(), loaded: new WeakSet<Target>() };
  #searches = 0;
  #isPaused = false;

  constructor(input: TracerInput) {
    this.#input = input;
    this.#locator = new TargetLocator(input.root, input.installations, input.disk);
  }

  /**
   * Something is asked of the file system, or changed in it.
   *
   * @param calledBy the patched function that was called for it, while it is on the stack
   */
  access(access: FileSystemAccess, calledBy?: PatchedFunction): void {
    if (this.#isReadRecorded(access)) return;
    this.#observe(() => {
      switch (access.type) {
        case 'read':
          return this.#ask('FileRead', access.path, calledBy);
        case 'stat':
          return this.#ask('FileStatsRead', access.path, calledBy);
        case 'list':
          return this.#ask('FolderListed', access.path, calledBy);
        case 'look-up':
          return this.#ask('LookupMade', access.path, calledBy);
        case 'read-tree':
          return this.#readTree(access.path, access.withContents, calledBy);
        case 'write':
          return this.#write(access.path, access.overwrites, calledBy);
        case 'created':
          return this.#created(access.path);
        default:
          return access satisfies never;
      }
    });
  }

  /** Node itself loads a module. */
  moduleLoaded(url: string): void {
    const known = this.#locator.knownModule(url);
    if (known !== undefined && this.#recorded.loaded.has(known)) return;
    this.#observe(() => {
      const target = this.#locator.locateModule(url);
      if (target === undefined || this.#isOwnLoad(target)) return;
      if (!isTraced(target)) {
        this.#apply({ type: 'PackageLoaded', target });
        if (!this.#input.policy.attributesByCaller) this.#recorded.loaded.add(target);
        return;
      }
      const { policy, disk } = this.#input;
      const isKnown = !policy.countsModuleLoads || isLoadKnown(policy, this.#state, target.path);
      const digest = isKnown ? '' : disk.content(target.absolute);
      this.#apply({ type: 'ModuleLoaded', target, digest });
    });
  }

  /** From now on every load is reported. */
  loadsTraced(): void {
    this.#apply({ type: 'LoadsTraced' });
  }

  /** Something loads a module, or tries to. @param isForTest by the loader that the test runner has for a test file */
  specifierUsed(load: TracedImport, isForTest = false): void {
    this.#observe(() => {
      const used = locateSpecifier(this.#input.root, this.#locator, load);
      if (used)
        this.#apply({ type: 'SpecifierUsed', ...used, caller: { by: isForTest ? 'runner' : 'loader' } });
    });
  }

  /**
   * A variable is read, or it is asked whether it is set.
   *
   * @param isForTest the environment is a test file's own
   * @param caller where it was read before
   */
  variableRead(name: string, isForTest = false, caller?: Caller): void {
    if (isVariableSettled(this.#input.policy, this.#state, name)) return;
    this.#observe(() =>
      this.#apply({ type: 'VariableRead', name, caller: caller ?? this.#callerOf(isForTest) }),
    );
  }

  /** A variable is set or deleted. @param isRestored it is again what it was at first */
  variableWritten(name: string, isRestored: boolean, isForTest = false): void {
    if (isVariableWriteSettled(this.#input.policy, this.#state, name, isRestored)) return;
    this.#observe(() =>
      this.#apply({ type: 'VariableWritten', name, isRestored, caller: this.#callerOf(isForTest) }),
    );
  }

  /** All variables are copied or enumerated. @returns by whom; `undefined` where that does not count */
  variablesCopied(isForTest = false): Caller | undefined {
    let caller: Caller | undefined;
    this.#observe(() => {
      caller = this.#callerOf(isForTest);
      this.#apply({ type: 'VariablesCopied', caller });
    });
    return caller;
  }

  /** A process or a thread is started, which may read the whole project. */
  processStarted(fallback: Fallback, calledBy?: PatchedFunction): void {
    this.#observe(() => {
      const caller = this.#input.findCaller(this.#input.root, { calledBy });
      this.#apply({ type: 'ProcessStarted', caller, fallback: this.#located(fallback, calledBy) });
    });
  }

  /** From now on it is not known what is read. @param calledBy the patched function that is called, if one is */
  tracingLost(fallback: Fallback, calledBy?: PatchedFunction): void {
    this.#apply({
      type: 'TracingLost',
      fallback: calledBy ? this.#located(fallback, calledBy) : fallback,
    });
  }

  #located(fallback: Fallback, calledBy?: PatchedFunction): Fallback {
    return this.untraced(() => ({ ...fallback, ...this.#input.locateCode(calledBy) }));
  }

  /** A test file starts. What was read before the first one belongs to all that follow. */
  startTestFile(): void {
    this.#changeOwners({ type: 'TestFileStarted' });
  }

  /** What the test file that started last has read. What is read from now on belongs to those that follow. */
  endTestFile(): ReadTrace {
    this.#checkUntracedReaders();
    const trace = this.#input.policy.traceOfTestFile(this.#state);
    this.#changeOwners({ type: 'TestFileEnded' });
    return trace;
  }

  /** What this process has read for no test file alone. */
  traceOfProcess(): ReadTrace {
    this.#checkUntracedReaders();
    return this.#input.policy.traceOfProcess(this.#state);
  }

  /** What this starts compiles a module. Others that are compiled later may profit from what it reads. */
  compile<Result>(start: () => Result): Result {
    this.#apply({ type: 'CompilationStarted' });
    const end = () => this.#apply({ type: 'CompilationEnded' });
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

  /** What compiling has read in this process so far; `undefined` where it was nothing. */
  traceOfCompilation(): ReadTrace | undefined {
    return traceOfCompilation(this.#state);
  }

  /** What this starts, and all that follows from it, is the runner's own search for test files. */
  async search<Result>(start: () => Promise<Result>): Promise<Result> {
    this.#searches++;
    try {
      return await this.#search.run(true, start);
    } finally {
      if (--this.#searches === 0) this.#search.disable();
    }
  }

  /** What this does by itself is nx-testmon's own work, the modules included that it loads. */
  untraced<Result>(work: () => Result): Result {
    const wasPaused = this.#isPaused;
    this.#isPaused = true;
    try {
      return work();
    } finally {
      this.#isPaused = wasPaused;
    }
  }

  /** Nothing that is read or written in this folder counts. @param folder absolute */
  ignore(folder: string): void {
    this.#locator.ignore(folder);
  }

  /** The same, but for the workspace, if it lies in the folder. */
  ignoreOutside(folder: string): void {
    this.#locator.ignoreOutside(folder);
  }

  #callerOf(isForTest: boolean): Caller {
    const caller = this.#input.findCaller(this.#input.root);
    return isForTest ? { ...caller, isForTest } : caller;
  }

  #checkUntracedReaders(): void {
    const reader = this.#input.findUntracedReader();
    if (reader !== undefined) this.tracingLost(reader);
  }

  /** Does not trace its own reads, and never throws an error of its own into the user's code. */
  #observe(work: () => void): void {
    if (this.#isPaused || this.#search.getStore() === true) return;
    this.#isPaused = true;
    try {
      work();
    } catch (error) {
      this.tracingLost({ kind: 'tracing-failed', subject: String(error).slice(0, longestError) });
    } finally {
      this.#isPaused = false;
    }
  }

  #apply(event: ReadEvent): void {
    this.#state = reduceReads(this.#input.policy, this.#state, event);
  }

  #changeOwners(event: Extract<ReadEvent, { type: 'TestFileStarted' | 'TestFileEnded' }>): void {
    this.#apply(event);
    this.#recorded = { read: new WeakSet(), loaded: new WeakSet() };
  }

  /** By far the most calls ask for files of packages, each several times. */
  #isReadRecorded({ type, path }: FileSystemAccess): boolean {
    if (type === 'write' || type === 'created') return false;
    const target = this.#locator.knownInstalled(path);
    return target !== undefined && this.#recorded.read.has(target);
  }

  #ask(question: Question, given: unknown, calledBy: PatchedFunction | undefined, known?: Caller): void {
    const { policy, findCaller } = this.#input;
    const target = this.#locator.locate(given);
    if (target === undefined || this.#isOwnLoad(target, calledBy)) return;
    if (!isTraced(target)) return this.#readOutside(question, target, calledBy);
    if (isSettled(policy, this.#state, question, target.path)) return;
    const caller = policy.resolveCaller(this.#state, known ?? findCaller(target.absolute, { calledBy }));
    if (countingOf(policy, caller, question, target.path) === 'not') return;
    this.#apply(this.#pathEvent(question, target, caller));
    if (question === 'FileRead' && caller.by === 'loader') this.#readManifestOf(target);
  }

  /**
   * Whether something of nx-testmon is loaded by itself or by the runner. What a test loads statically, the dependency
   * graph knows; else the stack says that code of the test loads it, or the runner reports that it was loaded.
   */
  #isOwnLoad({ absolute }: Target, calledBy?: PatchedFunction): boolean {
    const { isOwnCode, findCaller } = this.#input;
    if (!isOwnCode(absolute)) return false;
    const { by, file } = findCaller(absolute, { calledBy, isThroughLoader: true });
    if (by !== 'other' || file === undefined) return true;
    // Packages look for the manifest of the main script (yargs), and for the source maps of what is on a call stack.
    const isCode = /\.[cm]?js$/.test(absolute);
    const reader = this.#locator.locate(file);
    return !isCode && (reader === undefined || !isTraced(reader));
  }

  /** The loader reads the manifest of a package without a call. Of packages that are installed, nothing is traced. */
  #readManifestOf({ absolute, path }: WorkspaceTarget): void {
    const [, inPackage] = /(?:^|.*\/)node_modules\/(?:@[^/]+\/)?[^/]+\/(.*)$/.exec(path) ?? [];
    if (inPackage === undefined) return;
    const manifest: WorkspaceTarget = {
      absolute: `${absolute.slice(0, absolute.length - inPackage.length)}package.json`,
      path: `${path.slice(0, path.length - inPackage.length)}package.json`,
    };
    if (!isSettled(this.#input.policy, this.#state, 'FileRead', manifest.path))
      this.#apply(this.#pathEvent('FileRead', manifest, { by: 'loader' }));
  }

  #pathEvent(type: Question, target: WorkspaceTarget, caller: Caller): PathEvent {
    const { policy, disk } = this.#input;
    const { absolute, path } = target;
    switch (type) {
      case 'FileRead':
      case 'FileStatsRead': {
        const digest = disk.content(absolute);
        const isFolder = digest === 'folder' && caller.by === 'other';
        return { type, target, caller, digest, ...(isFolder ? { lookup: disk.lookUp(absolute) } : {}) };
      }
      case 'FolderListed': {
        const digest = disk.listing(absolute, createdNamesIn(policy, this.#state, path));
        return { type, target, caller, digest };
      }
      case 'LookupMade':
        return { type, target, caller, lookup: disk.lookUp(absolute) };
      default:
        return type satisfies never;
    }
  }

  /** A package, or a path outside of the workspace, where packages may lie in a store that many share. */
  #readOutside(question: Question, target: Target, calledBy: PatchedFunction | undefined): void {
    const { policy, findCaller } = this.#input;
    const isContent = question === 'FileRead';
    if (target.path === undefined) {
      if (isContent && policy.attributesByCaller)
        this.#apply({ type: 'OutsideFileRead', target, caller: findCaller(target.absolute, { calledBy }) });
      return;
    }
    if (target.package === undefined) return;
    const isKnown = isPackageKnown(policy, this.#state, target.package);
    if (policy.attributesByCaller) {
      if (!isContent && isKnown) return;
      const caller = findCaller(target.absolute, { calledBy });
      this.#apply({ type: 'PackageRead', target, caller, isContent });
      return;
    }
    if (!isKnown) this.#apply({ type: 'PackageRead', target, caller: unknownCaller, isContent });
    this.#recorded.read.add(target);
  }

  #write(given: unknown, overwrites: boolean, calledBy: PatchedFunction | undefined): void {
    const { policy, disk, findCaller } = this.#input;
    const target = this.#locator.locate(given);
    if (target?.path === undefined) return;
    if (target.isInstalled === true) this.#locator.installedChanged();
    if (isOwn(policy, this.#state, 'FileRead', target.path)) return;
    const caller = policy.resolveCaller(this.#state, findCaller(target.absolute, { calledBy }));
    if (caller.by === 'own') return;
    if (!disk.exists(target.absolute))
      this.#apply({ type: 'FileCreated', path: this.#topmostMissing(target.absolute, target.path) });
    else if (overwrites && isUnread(policy, this.#state, target.path))
      this.#apply({ type: 'FileOverwritten', path: target.path });
    else this.#ask('FileRead', given, calledBy, caller);
  }

  #created(given: unknown): void {
    const target = this.#locator.locate(given);
    if (target?.isInstalled === true) this.#locator.installedChanged();
    if (target?.path !== undefined) this.#apply({ type: 'FileCreated', path: target.path });
  }

  /** `mkdir` creates the folders above as well. */
  #topmostMissing(absolute: string, path: string): string {
    const [above, pathAbove] = [dirname(absolute), posix.dirname(path)];
    return pathAbove === '.' || this.#input.disk.exists(above)
      ? path
      : this.#topmostMissing(above, pathAbove);
  }

  #readTree(given: unknown, withContents: boolean, calledBy: PatchedFunction | undefined): void {
    const { policy, disk, findCaller } = this.#input;
    const target = this.#locator.locate(given);
    if (target === undefined || !isTraced(target)) return;
    const asking = policy.resolveCaller(this.#state, findCaller(target.absolute, { calledBy }));
    if (asking.by === 'own' || asking.by === 'search') return;
    if (asking.by === 'runner' && !policy.countsRunnerLookups) return;
    const caller: Caller = { ...asking, by: 'other' };
    const open = [target.absolute];
    for (let at = open.pop(); at !== undefined && !this.#isLost(); at = open.pop()) {
      this.#ask('FolderListed', at, calledBy, caller);
      if (withContents)
        for (const name of disk.filesIn(at)) this.#ask('FileRead', join(at, name), calledBy, caller);
      for (const name of disk.foldersIn(at)) open.push(join(at, name));
    }
  }

  #isLost(): boolean {
    const { fallbacks } = this.#state.observations[this.#input.policy.currentOwner];
    return hasScope([...fallbacks.values()], 'data');
  }
}
