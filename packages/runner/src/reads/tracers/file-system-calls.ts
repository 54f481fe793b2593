import { isAbsolute, join, resolve } from 'node:path';

/** The access of a call to the file system: a read or a change. A `path` is the argument of the caller, of any type. */
export type FileSystemAccess =
  /** Content. */
  | { readonly type: 'read'; readonly path: unknown }
  /** Size, dates or mode. */
  | { readonly type: 'stat'; readonly path: unknown }
  /** Names in a folder. */
  | { readonly type: 'list'; readonly path: unknown }
  /** Whether something is there, and where links lead. */
  | { readonly type: 'look-up'; readonly path: unknown }
  /** The folder and every folder below it. */
  | { readonly type: 'read-tree'; readonly path: unknown; readonly withContents: boolean }
  /** `overwrites`: nothing of what was there before can be seen afterwards. */
  | { readonly type: 'write'; readonly path: unknown; readonly overwrites: boolean }
  /** A path that the file system has chosen a name for. */
  | { readonly type: 'created'; readonly path: unknown };

/** The accesses of a function of `fs`, by the arguments of a call. */
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
 * The functions of `fs` that take a path, by name. Each stands for its three forms: with a callback, synchronous,
 * and in `fs.promises`. Known before the call is made; see {@link accessesOfResult} for the exception.
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

/** Functions of `fs` whose result alone says which path they access. */
export const accessesOfResult: Readonly<Record<string, (result: unknown) => readonly FileSystemAccess[]>> = {
  mkdtemp: (path) => [{ type: 'created', path }],
};

/** As in `fcntl.h`, the same on every system that Node runs on but Windows, where they are as well. */
const [writeOnly, readWrite, truncates] = [1, 2, 0o1000];

function accessesOfOpen(path: unknown, flags: unknown): FileSystemAccess[] {
  // A third form leaves the flags out: `open(path, callback)`.
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

/** A pattern is expanded from the folder that it names without a wildcard. */
function accessesOfGlob(patterns: unknown, options: unknown): FileSystemAccess[] {
  const { cwd } = (options ?? {}) as { cwd?: unknown };
  const folder = typeof cwd === 'string' ? resolve(cwd) : process.cwd();
  const texts = [patterns].flat().filter((pattern) => typeof pattern === 'string');
  return texts.flatMap((pattern): FileSystemAccess[] => {
    const firstWildcard = pattern.search(wildcard);
    const plain = (firstWildcard < 0 ? pattern : pattern.slice(0, firstWildcard)).replace(/[^/\\]*$/, '');
    const top = isAbsolute(plain) ? plain : join(folder, plain);
    // A name without any wildcard is looked up as it is.
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
