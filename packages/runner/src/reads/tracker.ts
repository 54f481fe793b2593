import { AsyncLocalStorage } from 'node:async_hooks';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ReadTrace } from '@nx-testmon/core';
import type { Caller } from './asker';
import type { Disk } from './disk';
import { copyEntries, emptyEntries, type Entries, toTrace } from './entries';
import { absolutePath, inNodeModules, isBelow, packageOf } from './read-paths';

/**
 * What was asked of a path. `facts`, such as size and dates, stand for the content, and of a folder say no more
 * than that it is one.
 */
export type Question = 'content' | 'facts' | 'listing' | 'place';

/** Hears of everything that is asked of the file system and changed in it, before it happens. */
export interface Tracker {
  read(question: Question, path: unknown): void;
  /** A listing of a folder and of every folder below it. */
  readTree(path: unknown, withContents: boolean): void;
  /** @param overwrites nothing of what was there before can be seen afterwards */
  write(path: unknown, overwrites: boolean): void;
  /** A folder whose name was found by the file system. */
  made(path: unknown): void;
  /** A module that Node itself loads. */
  load(url: string): void;
  /** From now on it is not known what is read; the first reason counts. */
  goBlind(why: string): void;
  /** Something runs elsewhere, which may read the whole project; the first reason counts. */
  startProcess(why: string): void;
  /** Called when something is read from now on that is no module. */
  onRead(listener: () => void): void;
  /** What this starts, and all that follows from it, is the runner's own search for test files. */
  searching<Result>(search: () => Promise<Result>): Promise<Result>;
  /** What this does by itself is our own work, the modules included that it loads. */
  unheard<Result>(work: () => Result): Result;
  /** Nobody's reading in this folder counts. @param folder absolute */
  ignore(folder: string): void;
  /** A test file begins. What was read before the first one belongs to all that follow. */
  begin(): void;
  /** What the test file that began last has read, or everything where none began. */
  trace(): ReadTrace;
  /** What this process has read for no test file alone. */
  traceOfProcess(): ReadTrace;
  /** What this starts compiles a module. Others that it compiles may profit from what it reads. */
  compiling<Result>(start: () => Result): Result;
  /** What compiling has read in this process so far; `undefined` where it was nothing. */
  traceOfCompiling(): ReadTrace | undefined;
}

export interface TrackerInput {
  /** Absolute, with links resolved. */
  readonly root: string;
  readonly disk: Disk;
  /** Who asks for this path. */
  readonly asker: (absolute: string) => Caller;
  /** The process that runs the runner itself: its probing of modules is none of the tests' reading. */
  readonly isRunner: boolean;
  /**
   * Whether the code of test files runs apart from other code of the same process. Then only what a test file's own
   * code reads is its own: other code may keep what it read for the test files that follow.
   */
  readonly sharesProcess: boolean;
}

/** A process that asks for more than this reads in a way that is not worth following. */
const mostEntries = 20_000;

export function createTracker({ root, disk, asker, isRunner, sharesProcess }: TrackerInput): Tracker {
  let own = emptyEntries();
  /** What was read while no test file ran: workers that are used again may have kept it. */
  const shared = emptyEntries();
  /** What was read while no test file ran, in a process that is the runner's own as well. */
  const outside = emptyEntries();
  /** What was read while modules were compiled. */
  const compiled = emptyEntries();
  let isCompiling = 0;
  /** Files that the runner has read in order to run them, since the last test file ended. */
  const runByRunner = new Set<string>();
  /** Files that Node's own loader has loaded. */
  const loadedByNode = new Set<string>();
  const ignored: string[] = [];
  let isBetween = true;
  let hasBegun = false;
  let isBusy = false;
  let heardRead: (() => void) | undefined;

  const search = new AsyncLocalStorage<true>();
  let searches = 0;

  /** @param caller whose reading it is; without one, everybody's */
  function targets(caller?: Caller): Entries[] {
    const known = isCompiling > 0 ? [own, compiled] : [own];
    if (!sharesProcess) return isBetween ? [...known, shared] : known;
    if (caller !== undefined && isCompiling === 0 && isOfTest(caller)) return known;
    return isBetween ? [...known, shared, outside] : [...known, shared];
  }

  /** Who asks. Where a test has loaded a package that looks for modules, it may be the test that asks. */
  function callerFor(absolute: string): Caller {
    const caller = asker(absolute);
    if (caller.by !== 'search') return caller;
    const isTests = caller.file !== undefined && runByRunner.has(caller.file);
    return isTests ? { by: 'other', isForTest: true } : caller;
  }

  /** Whether code asks that is run anew for each test file, with nothing kept from earlier ones. */
  function isOfTest({ by, file, isForTest }: Caller): boolean {
    if (by === 'runner' || isForTest === true) return true;
    return !isBetween && file !== undefined && runByRunner.has(file) && !loadedByNode.has(file);
  }

  /** Runs without hearing itself, and never lets an error of its own reach the user. */
  function quietly(note: () => void): void {
    if (isBusy || search.getStore() === true) return;
    isBusy = true;
    try {
      note();
    } catch (error) {
      for (const entries of targets()) entries.blind ??= `reads could not be followed: ${String(error)}`;
    } finally {
      isBusy = false;
    }
  }

  function locate(given: unknown): string | undefined {
    const absolute = absolutePath(given);
    if (absolute === undefined) return undefined;
    const isPlain = isBelow(root, absolute) && !inNodeModules.test(absolute);
    return isPlain ? absolute : disk.real(absolute);
  }

  /** Relative to the workspace; `undefined` for what is not followed there. */
  function pathOf(absolute: string): string | undefined {
    if (!isBelow(root, absolute)) return undefined;
    const path = relative(root, absolute).split(sep).join('/') || '.';
    if (path === '.testmon' || path.startsWith('.testmon/')) return undefined;
    return ignored.some((folder) => isBelow(folder, absolute)) ? undefined : path;
  }

  function read(question: Question, given: unknown, known?: Caller): void {
    const absolute = locate(given);
    const path = absolute === undefined ? undefined : pathOf(absolute);
    if (absolute === undefined) return;
    if (path === undefined) {
      // Packages may lie outside of the workspace, in a store that many share.
      if (sharesProcess && question === 'content' && callerFor(absolute).by === 'runner')
        noteRun(given, absolute);
      return;
    }
    if (inNodeModules.test(absolute)) return readPackage(question, absolute, path);
    const kind = kinds[question];
    if (targets().every((entries) => entries[kind].has(path)) || isOwn(path, question)) return;
    const caller = known ?? callerFor(absolute);
    const { by } = caller;
    if (by === 'own' || by === 'search' || basename(path) === ownSetup) return;
    if (by === 'other') return readByOther(question, absolute, path, caller);
    if (by === 'runner' && question === 'content') noteRun(given, absolute);
    if (question === 'content') return add('modules', path, disk.content(absolute), caller);
    // What is looked for to resolve modules is the walk's to know, but for what Vite reads of variables.
    const isVariables = question === 'facts' && basename(path).startsWith('.env');
    if (isVariables) return add('modules', path, disk.content(absolute), caller);
    if (by === 'loader' || isRunner) return;
    const state = stateOf(question, absolute, path);
    if (question === 'listing' || state === 'missing') add(kind, path, state, caller);
  }

  function noteRun(given: unknown, absolute: string): void {
    if (!sharesProcess) return;
    runByRunner.add(absolute);
    // Here a test runs by itself what elsewhere is a part of the runner, or compiles for it in native code.
    const name = packageOf(absolute.split(sep).join('/'));
    if (name !== undefined && partOfRunner.test(name)) own.blind ??= `runs ${name} by itself`;
    if (typeof given === 'string') runByRunner.add(resolve(given));
  }

  function readByOther(question: Question, absolute: string, path: string, caller: Caller): void {
    const state = stateOf(question, absolute, path);
    if (state === 'folder') add('places', path, disk.place(absolute), caller);
    else add(kinds[question], path, state, caller);
  }

  function stateOf(question: Question, absolute: string, path: string): string {
    if (question === 'content' || question === 'facts') return disk.content(absolute);
    if (question === 'place') return disk.place(absolute);
    const made = [...own.made].filter((one) => dirname(one) === path || (path === '.' && !one.includes('/')));
    return disk.listing(absolute, new Set(made.map((one) => basename(one))));
  }

  function add(
    kind: 'files' | 'modules' | 'folders' | 'places',
    path: string,
    state: string,
    caller: Caller,
  ): void {
    if (kind !== 'modules') heardRead?.();
    for (const entries of targets(caller)) {
      if (!entries[kind].has(path)) entries[kind].set(path, state);
      if (entries[kind].size > mostEntries) entries.blind ??= `more than ${mostEntries} files are read`;
    }
  }

  function readPackage(question: Question, absolute: string, path: string): void {
    const name = packageOf(path);
    if (name === undefined) return;
    if (!sharesProcess) {
      for (const { packages } of targets()) packages.add(name);
      return;
    }
    if (question !== 'content' && targets().every(({ packages }) => packages.has(name))) return;
    const caller = callerFor(absolute);
    if (caller.by === 'own' || caller.by === 'search') return;
    if (caller.by === 'runner' && question === 'content') noteRun(absolute, absolute);
    for (const { packages } of targets(caller)) packages.add(name);
  }

  /** What the test file made itself says nothing about the workspace. */
  function isOwn(path: string, question: Question): boolean {
    if ((question === 'content' || question === 'facts') && own.overwritten.has(path)) return true;
    for (let at = path; at !== '.' && at !== ''; at = dirname(at)) if (own.made.has(at)) return true;
    return false;
  }

  function write(given: unknown, overwrites: boolean): void {
    const absolute = locate(given);
    const path = absolute === undefined ? undefined : pathOf(absolute);
    if (absolute === undefined || path === undefined || isOwn(path, 'content')) return;
    const caller = callerFor(absolute);
    if (caller.by === 'own') return;
    if (!disk.exists(absolute)) {
      for (const entries of makers()) entries.made.add(topmostMissing(absolute, path));
    } else if (overwrites && !own.files.has(path)) {
      for (const entries of makers()) entries.overwritten.add(path);
    } else read('content', given, caller);
  }

  /** Whose it is to have made something. Where test files share a process it is never those that follow. */
  function makers(): Entries[] {
    return sharesProcess ? [own] : targets();
  }

  /** `mkdir` makes the folders above as well. */
  function topmostMissing(absolute: string, path: string): string {
    const above = dirname(path);
    return above === '.' || disk.exists(dirname(absolute)) ? path : topmostMissing(dirname(absolute), above);
  }

  function readTree(given: unknown, withContents: boolean): void {
    const absolute = locate(given);
    if (absolute === undefined || inNodeModules.test(absolute) || pathOf(absolute) === undefined) return;
    const caller = callerFor(absolute);
    if (caller.by === 'own' || caller.by === 'search' || (isRunner && caller.by === 'runner')) return;
    const other: Caller = { ...caller, by: 'other' };
    const open = [absolute];
    for (let at = open.pop(); at !== undefined && own.blind === undefined; at = open.pop()) {
      read('listing', at, other);
      if (withContents) for (const name of disk.filesIn(at)) read('content', join(at, name), other);
      for (const name of disk.foldersIn(at)) open.push(join(at, name));
    }
  }

  return {
    read: (question, path) => quietly(() => read(question, path)),
    readTree: (path, withContents) => quietly(() => readTree(path, withContents)),
    write: (path, overwrites) => quietly(() => write(path, overwrites)),
    made: (given) =>
      quietly(() => {
        const absolute = locate(given);
        const path = absolute === undefined ? undefined : pathOf(absolute);
        if (path !== undefined) for (const { made } of makers()) made.add(path);
      }),
    load: (url) =>
      quietly(() => {
        const absolute = url.startsWith('file:') ? locate(fileURLToPath(url)) : undefined;
        const path = absolute === undefined ? undefined : pathOf(absolute);
        if (absolute === undefined) return;
        if (sharesProcess) loadedByNode.add(absolute);
        if (path === undefined) return;
        const name = packageOf(path);
        const entries = targets();
        if (inNodeModules.test(absolute)) {
          if (name !== undefined) for (const { packages } of entries) packages.add(name);
        } else if (entries.some(({ modules }) => !modules.has(path)))
          add('modules', path, disk.content(absolute), { by: 'loader' });
      }),
    goBlind: (why) => {
      for (const entries of targets()) entries.blind ??= why;
    },
    startProcess: (why) =>
      quietly(() => {
        const caller = callerFor(root);
        if (caller.by === 'own' || caller.by === 'runner' || caller.by === 'search') return;
        for (const entries of targets(caller)) entries.opaque ??= why;
      }),
    ignore: (folder) => void ignored.push(disk.real(folder)),
    onRead(listener) {
      heardRead = listener;
    },
    async searching(start) {
      searches++;
      try {
        return await search.run(true, start);
      } finally {
        if (--searches === 0) search.disable();
      }
    },
    unheard(work) {
      const wasBusy = isBusy;
      isBusy = true;
      try {
        return work();
      } finally {
        isBusy = wasBusy;
      }
    },
    begin() {
      if (!sharesProcess) own = copyEntries(shared);
      isBetween = false;
      hasBegun = true;
    },
    trace() {
      // Until the next test file begins, nobody knows to whom a read belongs.
      isBetween = true;
      if (!sharesProcess) return toTrace(own);
      // The runner reads every module that it runs, anew for each test file.
      const trace = { ...toTrace(own), loaded: [...own.modules.keys()] };
      // What the runner reads from now on, it reads for the next one.
      own = copyEntries(shared);
      runByRunner.clear();
      return trace;
    },
    traceOfProcess: () => toTrace(sharesProcess && hasBegun ? outside : own),
    compiling(start) {
      isCompiling++;
      const end = () => void isCompiling--;
      try {
        const result = start();
        if (result instanceof Promise) void result.then(end, end);
        else end();
        return result;
      } catch (error) {
        end();
        throw error;
      }
    },
    traceOfCompiling() {
      const { files, modules, folders, places, blind, opaque } = compiled;
      const isEmpty = [files, modules, folders, places].every(({ size }) => size === 0);
      return isEmpty && blind === undefined && opaque === undefined ? undefined : toTrace(compiled);
    },
  };
}

const kinds = { content: 'files', facts: 'files', listing: 'folders', place: 'places' } as const;

/** Runs before every test file, from wherever this package is installed. */
const ownSetup = 'collect-setup.mjs';

const partOfRunner =
  /^(?:@swc\/core.*|unrs-resolver|@unrs\/.*|@jest\/core|jest-(?:cli|config|runner|runtime))$/;
