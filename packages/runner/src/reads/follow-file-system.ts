import { isAbsolute, join, resolve } from 'node:path';
import type { Question, Tracker } from './tracker';

type Callable = (this: unknown, ...args: unknown[]) => unknown;
type Functions = Record<string, unknown>;
/** Hears the arguments before the call, or what came of it. */
interface Ear {
  readonly before?: (args: readonly unknown[]) => void;
  readonly after?: (result: unknown) => void;
}

const builtin = (name: string): Functions => require(name) as Functions;

/**
 * Lets the tracker hear every call that asks the file system something or changes it, through whatever name it
 * is called. The functions stay what they are to everybody else: names, lengths, properties, results, errors.
 */
export function followFileSystem(tracker: Tracker): void {
  const ears = fileSystemEars(tracker);
  const fs = builtin('node:fs');
  const promises = builtin('node:fs/promises');
  for (const [name, ear] of Object.entries(ears)) {
    for (const suffix of ['', 'Sync']) listen(fs, name + suffix, ear);
    listen(promises, name, ear);
  }
}

function fileSystemEars(tracker: Tracker): Record<string, Ear> {
  const asks = (question: Question): Ear => ({ before: ([path]) => tracker.read(question, path) });
  const writes: Ear = { before: ([path]) => tracker.write(path, true) };
  const changes: Ear = { before: ([path]) => tracker.write(path, false) };
  const removes = asks('place');
  const lists: Ear = {
    before([path, options]) {
      tracker.read('listing', path);
      if ((options as { recursive?: unknown } | undefined)?.recursive === true) tracker.readTree(path, false);
    },
  };
  const copies: Ear = {
    before([from, to]) {
      tracker.read('content', from);
      tracker.write(to, true);
    },
  };
  const links: Ear = { before: ([, path]) => tracker.write(path, true) };
  return {
    readFile: asks('content'),
    stat: asks('facts'),
    lstat: {
      before([path]) {
        tracker.read('facts', path);
        tracker.read('place', path);
      },
    },
    watch: asks('facts'),
    watchFile: asks('facts'),
    openAsBlob: asks('content'),
    exists: asks('place'),
    access: asks('place'),
    realpath: asks('place'),
    readlink: asks('place'),
    open: { before: ([path, flags]) => hearOpen(tracker, path, flags) },
    readdir: lists,
    opendir: lists,
    glob: { before: ([patterns, options]) => hearGlob(tracker, patterns, options) },
    copyFile: copies,
    cp: {
      before([from, to]) {
        tracker.read('content', from);
        tracker.readTree(from, true);
        tracker.write(to, true);
      },
    },
    writeFile: writes,
    appendFile: changes,
    truncate: changes,
    mkdir: { before: ([path]) => void (tracker.read('place', path), tracker.write(path, false)) },
    mkdtemp: { after: (path) => tracker.created(path) },
    rename: {
      before([from, to]) {
        tracker.read('content', from);
        tracker.write(to, true);
      },
    },
    symlink: links,
    link: {
      before([from, to]) {
        tracker.read('content', from);
        tracker.write(to, true);
      },
    },
    rm: removes,
    rmdir: removes,
    unlink: removes,
  };
}

/** As in `fcntl.h`, the same on every system that Node runs on but Windows, where they are as well. */
const [writeOnly, readWrite, truncates] = [1, 2, 0o1000];

function hearOpen(tracker: Tracker, path: unknown, flags: unknown): void {
  // A third form leaves the flags out: `open(path, callback)`.
  const given = typeof flags === 'string' || typeof flags === 'number' ? flags : 'r';
  const text = typeof given === 'number' ? numericFlags(given) : given;
  if (text.startsWith('r')) tracker.read('content', path);
  if (/[wa+]/.test(text)) tracker.write(path, text.startsWith('w'));
}

function numericFlags(flags: number): string {
  if ((flags & truncates) !== 0) return 'w';
  if ((flags & readWrite) !== 0) return 'r+';
  return (flags & writeOnly) !== 0 ? 'a' : 'r';
}

/** A pattern is expanded from the folder that it names without a wildcard. */
function hearGlob(tracker: Tracker, patterns: unknown, options: unknown): void {
  const { cwd } = (options ?? {}) as { cwd?: unknown };
  const folder = typeof cwd === 'string' ? resolve(cwd) : process.cwd();
  for (const pattern of [patterns].flat()) {
    if (typeof pattern !== 'string') continue;
    const plain = pattern.slice(0, Math.max(0, pattern.search(/[*?[\]{}()!+@]|$/))).replace(/[^/\\]*$/, '');
    const top = isAbsolute(plain) ? plain : join(folder, plain);
    tracker.read('place', top);
    tracker.read('listing', top);
    tracker.readTree(top, false);
    if (plain === '' || plain === './') continue;
    // A name without any wildcard is looked up as it is.
    if (pattern.search(/[*?[\]{}()!+@]/) < 0) tracker.read('place', join(folder, pattern));
  }
}

/** Puts a function in the place of another that can't be told from it, but is heard. */
export function listen(owner: Functions, name: string, ear: Ear): void {
  const described = Object.getOwnPropertyDescriptor(owner, name);
  const original = described?.value as unknown;
  if (typeof original !== 'function' || described?.configurable !== true) return;
  Object.defineProperty(owner, name, { ...described, value: heard(original as Callable, ear) });
}

const promisified = Symbol.for('nodejs.util.promisify.custom');

function heard(original: Callable, ear: Ear): Callable {
  const heardFunction = function (this: unknown, ...args: unknown[]): unknown {
    ear.before?.(args);
    return ear.after === undefined
      ? Reflect.apply(original, this, args)
      : callAndTell(original, this, args, ear.after);
  };
  const described: PropertyDescriptorMap = { ...Object.getOwnPropertyDescriptors(original) };
  delete described['prototype'];
  // `realpath.native`, and what `util.promisify` gives.
  for (const key of ['native', promisified as unknown as string]) {
    const inner: unknown = described[key]?.value;
    // A function that gives a promise already is its own promisified form.
    if (typeof inner !== 'function') continue;
    described[key] = {
      ...described[key],
      value: inner === original ? heardFunction : heard(inner as Callable, ear),
    };
  }
  return Object.defineProperties(heardFunction, described);
}

function callAndTell(
  original: Callable,
  receiver: unknown,
  args: unknown[],
  after: (result: unknown) => void,
): unknown {
  const last = args.at(-1);
  if (typeof last === 'function') {
    const callback = last as Callable;
    args[args.length - 1] = function (this: unknown, ...results: unknown[]) {
      if (results[0] === null) after(results[1]);
      return Reflect.apply(callback, this, results);
    };
    return Reflect.apply(original, receiver, args);
  }
  const result: unknown = Reflect.apply(original, receiver, args);
  if (result instanceof Promise) {
    // A second reader of the promise: the user's own sees it as it is.
    result.then(after, () => undefined);
  } else after(result);
  return result;
}
