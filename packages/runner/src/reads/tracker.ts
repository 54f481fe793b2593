import { AsyncLocalStorage } from 'node:async_hooks';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Caller } from './asker';
import type { Disk } from './disk';
import { createReaders, type Parting } from './readers';
import { absolutePath, inNodeModules, isBelow, packageOf } from './read-paths';

/**
 * What was asked of a path. `facts`, such as size and dates, stand for the content, and of a folder say no more
 * than that it is one.
 */
export type Question = 'content' | 'facts' | 'listing' | 'place';

/** Hears of everything that is asked of the file system and changed in it, before it happens. */
export interface Tracker extends Parting {
  read(question: Question, path: unknown): void;
  /** A listing of a folder and of every folder below it. */
  readTree(path: unknown, withContents: boolean): void;
  /** @param overwrites nothing of what was there before can be seen afterwards */
  write(path: unknown, overwrites: boolean): void;
  /** A folder whose name was found by the file system. */
  created(path: unknown): void;
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
}

export interface TrackerInput {
  /** Absolute, with links resolved. */
  readonly root: string;
  readonly disk: Disk;
  /** Who asks for this path. */
  readonly asker: (absolute: string) => Caller;
  /** The process that runs the runner itself: its probing of modules is none of the tests' reading. */
  readonly isRunner: boolean;
  /** See {@link createReaders}. */
  readonly sharesProcess: boolean;
}

/** A process that asks for more than this reads in a way that is not worth following. */
const mostEntries = 20_000;

export function createTracker({ root, disk, asker, isRunner, sharesProcess }: TrackerInput): Tracker {
  const readers = createReaders(asker, sharesProcess);
  const ignored: string[] = [];
  let isBusy = false;
  let heardRead: (() => void) | undefined;

  const search = new AsyncLocalStorage<true>();
  let searches = 0;

  /** Runs without hearing itself, and never lets an error of its own reach the user. */
  function quietly(note: () => void): void {
    if (isBusy || search.getStore() === true) return;
    isBusy = true;
    try {
      note();
    } catch (error) {
      for (const entries of readers.of())
        entries.incomplete ??= `reads could not be followed: ${String(error)}`;
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
      if (sharesProcess && question === 'content' && readers.callerFor(absolute).by === 'runner')
        noteRun(given, absolute);
      return;
    }
    if (inNodeModules.test(absolute)) return readPackage(question, absolute, path);
    const kind = kinds[question];
    if (readers.of().every((entries) => entries[kind].has(path)) || isOwn(path, question)) return;
    const caller = known ?? readers.callerFor(absolute);
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
    readers.noteRun(absolute);
    // Here a test runs by itself what elsewhere is a part of the runner, or compiles for it in native code.
    const name = packageOf(absolute.split(sep).join('/'));
    if (name !== undefined && partOfRunner.test(name)) readers.own.incomplete ??= `runs ${name} by itself`;
    if (typeof given === 'string') readers.noteRun(resolve(given));
  }

  function readByOther(question: Question, absolute: string, path: string, caller: Caller): void {
    const state = stateOf(question, absolute, path);
    if (state === 'folder') add('lookups', path, disk.place(absolute), caller);
    else add(kinds[question], path, state, caller);
  }

  function stateOf(question: Question, absolute: string, path: string): string {
    if (question === 'content' || question === 'facts') return disk.content(absolute);
    if (question === 'place') return disk.place(absolute);
    const created = [...readers.own.created].filter(
      (one) => dirname(one) === path || (path === '.' && !one.includes('/')),
    );
    return disk.listing(absolute, new Set(created.map((one) => basename(one))));
  }

  function add(
    kind: 'files' | 'modules' | 'folders' | 'lookups',
    path: string,
    state: string,
    caller: Caller,
  ): void {
    if (kind !== 'modules') heardRead?.();
    for (const entries of readers.of(caller)) {
      if (!entries[kind].has(path)) entries[kind].set(path, state);
      if (entries[kind].size > mostEntries) entries.incomplete ??= `more than ${mostEntries} files are read`;
    }
  }

  function readPackage(question: Question, absolute: string, path: string): void {
    const name = packageOf(path);
    if (name === undefined) return;
    if (!sharesProcess) {
      for (const { packages } of readers.of()) packages.add(name);
      return;
    }
    if (question !== 'content' && readers.of().every(({ packages }) => packages.has(name))) return;
    const caller = readers.callerFor(absolute);
    if (caller.by === 'own' || caller.by === 'search') return;
    if (caller.by === 'runner' && question === 'content') noteRun(absolute, absolute);
    for (const { packages } of readers.of(caller)) packages.add(name);
  }

  /** What the test file made itself says nothing about the workspace. */
  function isOwn(path: string, question: Question): boolean {
    if ((question === 'content' || question === 'facts') && readers.own.overwritten.has(path)) return true;
    for (let at = path; at !== '.' && at !== ''; at = dirname(at))
      if (readers.own.created.has(at)) return true;
    return false;
  }

  function write(given: unknown, overwrites: boolean): void {
    const absolute = locate(given);
    const path = absolute === undefined ? undefined : pathOf(absolute);
    if (absolute === undefined || path === undefined || isOwn(path, 'content')) return;
    const caller = readers.callerFor(absolute);
    if (caller.by === 'own') return;
    if (!disk.exists(absolute)) {
      for (const entries of readers.ofMakers()) entries.created.add(topmostMissing(absolute, path));
    } else if (overwrites && !readers.own.files.has(path)) {
      for (const entries of readers.ofMakers()) entries.overwritten.add(path);
    } else read('content', given, caller);
  }

  /** `mkdir` makes the folders above as well. */
  function topmostMissing(absolute: string, path: string): string {
    const above = dirname(path);
    return above === '.' || disk.exists(dirname(absolute)) ? path : topmostMissing(dirname(absolute), above);
  }

  function readTree(given: unknown, withContents: boolean): void {
    const absolute = locate(given);
    if (absolute === undefined || inNodeModules.test(absolute) || pathOf(absolute) === undefined) return;
    const caller = readers.callerFor(absolute);
    if (caller.by === 'own' || caller.by === 'search' || (isRunner && caller.by === 'runner')) return;
    const other: Caller = { ...caller, by: 'other' };
    const open = [absolute];
    for (let at = open.pop(); at !== undefined && readers.own.incomplete === undefined; at = open.pop()) {
      read('listing', at, other);
      if (withContents) for (const name of disk.filesIn(at)) read('content', join(at, name), other);
      for (const name of disk.foldersIn(at)) open.push(join(at, name));
    }
  }

  return {
    read: (question, path) => quietly(() => read(question, path)),
    readTree: (path, withContents) => quietly(() => readTree(path, withContents)),
    write: (path, overwrites) => quietly(() => write(path, overwrites)),
    created: (given) =>
      quietly(() => {
        const absolute = locate(given);
        const path = absolute === undefined ? undefined : pathOf(absolute);
        if (path !== undefined) for (const { created } of readers.ofMakers()) created.add(path);
      }),
    load: (url) =>
      quietly(() => {
        const absolute = url.startsWith('file:') ? locate(fileURLToPath(url)) : undefined;
        const path = absolute === undefined ? undefined : pathOf(absolute);
        if (absolute === undefined) return;
        if (sharesProcess) readers.noteLoaded(absolute);
        if (path === undefined) return;
        const name = packageOf(path);
        const entries = readers.of();
        if (inNodeModules.test(absolute)) {
          if (name !== undefined) for (const { packages } of entries) packages.add(name);
        } else if (entries.some(({ modules }) => !modules.has(path)))
          add('modules', path, disk.content(absolute), { by: 'loader' });
      }),
    goBlind: (why) => {
      for (const entries of readers.of()) entries.incomplete ??= why;
    },
    startProcess: (why) =>
      quietly(() => {
        const caller = readers.callerFor(root);
        if (caller.by === 'own' || caller.by === 'runner' || caller.by === 'search') return;
        for (const entries of readers.of(caller)) entries.fallback ??= why;
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
    ...readers.parting,
  };
}

const kinds = { content: 'files', facts: 'files', listing: 'folders', place: 'lookups' } as const;

/** Runs before every test file, from wherever this package is installed. */
const ownSetup = 'collect-setup.mjs';

const partOfRunner =
  /^(?:@swc\/core.*|unrs-resolver|@unrs\/.*|@jest\/core|jest-(?:cli|config|runner|runtime))$/;
