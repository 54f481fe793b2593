import { AsyncLocalStorage } from 'node:async_hooks';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ReadTrace } from '@nx-testmon/core';
import type { Asker } from './asker';
import type { Disk } from './disk';

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
  /** A test file begins. What was read before the first one belongs to all that follow. */
  begin(): void;
  /** What the test file that began last has read, or everything where none began. */
  trace(): ReadTrace;
}

export interface TrackerInput {
  /** Absolute, with links resolved. */
  readonly root: string;
  readonly disk: Disk;
  readonly asker: () => Asker;
  /** The process that runs the runner itself: its probing of modules is none of the tests' reading. */
  readonly isRunner: boolean;
}

/** A process that asks for more than this reads in a way that is not worth following. */
const mostEntries = 20_000;

interface Entries {
  readonly files: Map<string, string>;
  readonly modules: Map<string, string>;
  readonly folders: Map<string, string>;
  readonly places: Map<string, string>;
  readonly packages: Set<string>;
  /** Paths that were not there before the test file wrote them. */
  readonly made: Set<string>;
  /** Paths whose content is the test file's own. */
  readonly overwritten: Set<string>;
  blind?: string;
  opaque?: string;
}

export function createTracker({ root, disk, asker, isRunner }: TrackerInput): Tracker {
  let own = emptyEntries();
  /** What was read while no test file ran: workers that are used again may have kept it. */
  const shared = emptyEntries();
  let isBetween = true;
  let isBusy = false;
  let heardRead: (() => void) | undefined;

  const search = new AsyncLocalStorage<true>();

  const targets = (): Entries[] => (isBetween ? [own, shared] : [own]);

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
    return path === '.testmon' || path.startsWith('.testmon/') ? undefined : path;
  }

  function read(question: Question, given: unknown, isKnownOther = false): void {
    const absolute = locate(given);
    const path = absolute === undefined ? undefined : pathOf(absolute);
    if (absolute === undefined || path === undefined) return;
    if (inNodeModules.test(absolute)) return readPackage(path);
    const kind = kinds[question];
    if (targets().every((entries) => entries[kind].has(path)) || isOwn(path, question)) return;
    const by = isKnownOther ? 'other' : asker();
    if (by === 'own' || basename(path) === ownSetup) return;
    if (by === 'other') return readByOther(question, absolute, path);
    if (question === 'content') return add('modules', path, disk.content(absolute));
    // What is looked for to resolve modules is the walk's to know, but for what Vite reads of variables.
    const isVariables = question === 'facts' && basename(path).startsWith('.env');
    if (isVariables) return add('modules', path, disk.content(absolute));
    if (by === 'loader' || isRunner) return;
    const state = stateOf(question, absolute, path);
    if (question === 'listing' || state === 'missing') add(kind, path, state);
  }

  function readByOther(question: Question, absolute: string, path: string): void {
    const state = stateOf(question, absolute, path);
    if (state === 'folder') add('places', path, disk.place(absolute));
    else add(kinds[question], path, state);
  }

  function stateOf(question: Question, absolute: string, path: string): string {
    if (question === 'content' || question === 'facts') return disk.content(absolute);
    if (question === 'place') return disk.place(absolute);
    const made = [...own.made].filter((one) => dirname(one) === path || (path === '.' && !one.includes('/')));
    return disk.listing(absolute, new Set(made.map((one) => basename(one))));
  }

  function add(kind: 'files' | 'modules' | 'folders' | 'places', path: string, state: string): void {
    if (kind !== 'modules') heardRead?.();
    for (const entries of targets()) {
      if (!entries[kind].has(path)) entries[kind].set(path, state);
      if (entries[kind].size > mostEntries) entries.blind ??= `more than ${mostEntries} files are read`;
    }
  }

  function readPackage(path: string): void {
    const name = /.*(?:^|\/)node_modules\/((?:@[^/]+\/)?[^/@.][^/]*)/.exec(path)?.[1];
    if (name !== undefined) for (const { packages } of targets()) packages.add(name);
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
    if (asker() === 'own') return;
    if (!disk.exists(absolute)) {
      for (const entries of targets()) entries.made.add(topmostMissing(absolute, path));
    } else if (overwrites && !own.files.has(path)) {
      for (const entries of targets()) entries.overwritten.add(path);
    } else read('content', given);
  }

  /** `mkdir` makes the folders above as well. */
  function topmostMissing(absolute: string, path: string): string {
    const above = dirname(path);
    return above === '.' || disk.exists(dirname(absolute)) ? path : topmostMissing(dirname(absolute), above);
  }

  function readTree(given: unknown, withContents: boolean): void {
    const absolute = locate(given);
    if (absolute === undefined || inNodeModules.test(absolute) || pathOf(absolute) === undefined) return;
    const by = asker();
    if (by === 'own' || (isRunner && by === 'runner')) return;
    const open = [absolute];
    for (let at = open.pop(); at !== undefined && own.blind === undefined; at = open.pop()) {
      read('listing', at, true);
      if (withContents) for (const name of disk.filesIn(at)) read('content', join(at, name), true);
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
        if (path !== undefined) for (const { made } of targets()) made.add(path);
      }),
    load: (url) =>
      quietly(() => {
        const absolute = url.startsWith('file:') ? locate(fileURLToPath(url)) : undefined;
        const path = absolute === undefined ? undefined : pathOf(absolute);
        if (absolute === undefined || path === undefined) return;
        if (inNodeModules.test(absolute)) readPackage(path);
        else if (!own.modules.has(path)) add('modules', path, disk.content(absolute));
      }),
    goBlind: (why) => {
      for (const entries of targets()) entries.blind ??= why;
    },
    startProcess: (why) =>
      quietly(() => {
        const by = asker();
        if (by === 'own' || by === 'runner') return;
        for (const entries of targets()) entries.opaque ??= why;
      }),
    onRead(listener) {
      heardRead = listener;
    },
    async searching(start) {
      try {
        return await search.run(true, start);
      } finally {
        search.disable();
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
      own = copyEntries(shared);
      isBetween = false;
    },
    trace() {
      // Until the next test file begins, nobody knows to whom a read belongs.
      isBetween = true;
      return {
        files: Object.fromEntries(own.files),
        modules: Object.fromEntries([...own.modules].filter(([path]) => !own.files.has(path))),
        folders: Object.fromEntries(own.folders),
        places: Object.fromEntries(own.places),
        packages: [...own.packages],
        made: [...own.made],
        ...(own.blind === undefined ? {} : { blind: own.blind }),
        ...(own.opaque === undefined ? {} : { opaque: own.opaque }),
      };
    },
  };
}

const kinds = { content: 'files', facts: 'files', listing: 'folders', place: 'places' } as const;

/** Runs before every test file, from wherever this package is installed. */
const ownSetup = 'collect-setup.mjs';

const inNodeModules = /[\\/]node_modules([\\/]|$)/;

function isBelow(root: string, absolute: string): boolean {
  return absolute === root || absolute.startsWith(root.endsWith(sep) ? root : root + sep);
}

/** File descriptors and what is no path are `undefined`. */
function absolutePath(given: unknown): string | undefined {
  if (typeof given === 'string') return given.includes('\0') ? undefined : resolve(given);
  if (Buffer.isBuffer(given)) return resolve(given.toString());
  const { protocol, href } = (given ?? {}) as { protocol?: unknown; href?: unknown };
  return protocol === 'file:' && typeof href === 'string' ? fileURLToPath(href) : undefined;
}

function emptyEntries(): Entries {
  return {
    files: new Map(),
    modules: new Map(),
    folders: new Map(),
    places: new Map(),
    packages: new Set(),
    made: new Set(),
    overwritten: new Set(),
  };
}

function copyEntries(from: Entries): Entries {
  return {
    files: new Map(from.files),
    modules: new Map(from.modules),
    folders: new Map(from.folders),
    places: new Map(from.places),
    packages: new Set(from.packages),
    made: new Set(from.made),
    overwritten: new Set(from.overwritten),
    ...(from.blind === undefined ? {} : { blind: from.blind }),
    ...(from.opaque === undefined ? {} : { opaque: from.opaque }),
  };
}
