import { isAbsolute, join, resolve } from 'node:path';

/** A read or a change of the file system by a call. `path` is the caller's argument, of any type. */
export type FileSystemAccess =
  /** Reads content. */
  | { readonly type: 'read'; readonly path: unknown }
  /** Reads size, dates or mode. */
  | { readonly type: 'stat'; readonly path: unknown }
  /** Reads the names in a folder. */
  | { readonly type: 'list'; readonly path: unknown }
  /** Reads whether the path exists, and the targets of links. */
  | { readonly type: 'look-up'; readonly path: unknown }
  /** Reads the folder and every folder below it. */
  | { readonly type: 'read-tree'; readonly path: unknown; readonly withContents: boolean }
  /** `overwrites`: nothing of the earlier content is visible afterwards. */
  | { readonly type: 'write'; readonly path: unknown; readonly overwrites: boolean }
  /** A path whose name the file system has chosen. */
  | { readonly type: 'created'; readonly path: unknown };

/** Returns the accesses of a function of `fs` for the arguments of a call. */
type AccessesOf = (args: readonly unknown[]) => readonly FileSystemAccess[];

const reads: AccessesOf = ([path]) => [{ type: 'read', path }];
const stats: AccessesOf = ([path]) => [{ type: 'stat', path }];
const looksUp: AccessesOf = ([path]) => [{ type: 'look-up', path }];
const overwrites: AccessesOf = ([path]) => [{ type: 'write', path, overwrites: true }];
const changes: AccessesOf = ([path]) => [{ type: 'write', path, overwrites: false }];
const readsAndOverwrites: AccessesOf = ([from, to]) => [
  { type: 'read', path: from },
  { type: 'write', path: to, overwrites: true },
];
const lists: AccessesOf = ([path, options]) => [
  { type: 'list', path },
  ...(isRecursive(options) ? ([{ type: 'read-tree', path, withContents: false }] as const) : []),
];

/**
 * The functions of `fs` that take a path, by name. Each entry covers the three forms: with a callback,
 * synchronous, and in `fs.promises`. The accesses are known before the call; see {@link accessesOfResult} for
 * the exception.
 */
export const accessesOfCall: Readonly<Record<string, AccessesOf>> = {
  readFile: reads,
  openAsBlob: reads,
  stat: stats,
  watch: stats,
  watchFile: stats,
  lstat: ([path]) => [
    { type: 'stat', path },
    { type: 'look-up', path },
  ],
  exists: looksUp,
  access: looksUp,
  realpath: looksUp,
  readlink: looksUp,
  rm: looksUp,
  rmdir: looksUp,
  unlink: looksUp,
  open: ([path, flags]) => accessesOfOpen(path, flags),
  readdir: lists,
  opendir: lists,
  glob: ([patterns, options]) => accessesOfGlob(patterns, options),
  writeFile: overwrites,
  appendFile: changes,
  truncate: changes,
  mkdir: ([path]) => [
    { type: 'look-up', path },
    { type: 'write', path, overwrites: false },
  ],
  copyFile: readsAndOverwrites,
  rename: readsAndOverwrites,
  link: readsAndOverwrites,
  symlink: ([, path]) => [{ type: 'write', path, overwrites: true }],
  cp: ([from, to]) => [
    { type: 'read', path: from },
    { type: 'read-tree', path: from, withContents: true },
    { type: 'write', path: to, overwrites: true },
  ],
};

/** Functions of `fs` whose accessed path is only known from the result. */
export const accessesOfResult: Readonly<Record<string, (result: unknown) => readonly FileSystemAccess[]>> = {
  mkdtemp: (path) => [{ type: 'created', path }],
};

/** The constants of `fcntl.h`, which are the same on every system that Node supports, including Windows. */
const [writeOnly, readWrite, truncates] = [1, 2, 0o1000];

function accessesOfOpen(path: unknown, flags: unknown): FileSystemAccess[] {
  // Another form of the call omits the flags: `open(path, callback)`.
  const given = typeof flags === 'string' || typeof flags === 'number' ? flags : 'r';
  const text = typeof given === 'number' ? numericFlags(given) : given;
  return [
    ...(text.startsWith('r') ? [{ type: 'read', path } as const] : []),
    ...(/[wa+]/.test(text) ? [{ type: 'write', path, overwrites: text.startsWith('w') } as const] : []),
  ];
}

function numericFlags(flags: number): string {
  if ((flags & truncates) !== 0) return 'w';
  if ((flags & readWrite) !== 0) return 'r+';
  return (flags & writeOnly) !== 0 ? 'a' : 'r';
}

const wildcard = /[*?[\]{}()!+@]/;

/** A pattern is expanded from the folder before its first wildcard. */
function accessesOfGlob(patterns: unknown, options: unknown): FileSystemAccess[] {
  const { cwd } = (options ?? {}) as { cwd?: unknown };
  const folder = typeof cwd === 'string' ? resolve(cwd) : process.cwd();
  const texts = [patterns].flat().filter((pattern) => typeof pattern === 'string');
  return texts.flatMap((pattern): FileSystemAccess[] => {
    const firstWildcard = pattern.search(wildcard);
    const plain = (firstWildcard < 0 ? pattern : pattern.slice(0, firstWildcard)).replace(/[^/\\]*$/, '');
    const top = isAbsolute(plain) ? plain : join(folder, plain);
    // A name without a wildcard is looked up directly.
    const isName = firstWildcard < 0 && plain !== '' && plain !== './';
    return [
      { type: 'look-up', path: top },
      { type: 'list', path: top },
      { type: 'read-tree', path: top, withContents: false },
      ...(isName ? [{ type: 'look-up', path: join(folder, pattern) } as const] : []),
    ];
  });
}

function isRecursive(options: unknown): boolean {
  return (options as { recursive?: unknown } | undefined)?.recursive === true;
}
