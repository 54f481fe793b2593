import { createHash } from 'node:crypto';
import * as fileSystem from 'node:fs';
import { dirname, isAbsolute, join, relative, sep } from 'node:path';

/**
 * What is on disk, described as the module graph describes it afterwards: both must give the same text for the same
 * state. Uses functions of `fs` that were taken before anybody could replace them.
 */
export interface Disk {
  /** Digest of a file's content, `folder`, or `missing`. */
  content(absolute: string): string;
  /** Digest of the names in a folder, or `missing`. @param without names that are left out */
  listing(absolute: string, without?: ReadonlySet<string>): string;
  /** `file` or `folder`, with where links lead; or `missing`. */
  lookUp(absolute: string): string;
  exists(absolute: string): boolean;
  /** Folders in a folder, but those that are never part of a workspace's content. */
  foldersIn(absolute: string): string[];
  filesIn(absolute: string): string[];
  /** With links resolved, as far as it exists. */
  real(absolute: string): string;
}

/** Names that are never part of a workspace's content: as in the list of its files. */
const leftOut = new Set(['.git', 'node_modules', '.nx', '.testmon', '.DS_Store']);
/** Vite writes a bundled configuration next to the original while it loads it. */
const bundledConfig = /\.timestamp-\d+-[0-9a-f]+\.mjs$/;

export function isLeftOut(name: string): boolean {
  return leftOut.has(name) || bundledConfig.test(name);
}

export function createDisk(root: string): Disk {
  const { closeSync, lstatSync, openSync, readdirSync, readSync, realpathSync, statSync } = fileSystem;
  const { native } = realpathSync;
  const stat = (path: string) => attempt(() => statSync(path, { throwIfNoEntry: false }));

  function hashFile(path: string): string {
    const hash = createHash('sha256');
    const descriptor = openSync(path, 'r');
    try {
      const buffer = Buffer.allocUnsafe(1 << 16);
      for (let read = readSync(descriptor, buffer); read > 0; read = readSync(descriptor, buffer))
        hash.update(buffer.subarray(0, read));
    } finally {
      closeSync(descriptor);
    }
    return short(hash.digest('base64url'));
  }

  function namesIn(absolute: string, areFolders: boolean): string[] {
    const entries = attempt(() => readdirSync(absolute, { withFileTypes: true })) ?? [];
    return entries
      .filter((one) => one.isDirectory() === areFolders && !isLeftOut(one.name))
      .map(({ name }) => name);
  }

  function real(absolute: string): string {
    const rest: string[] = [];
    for (let at = absolute; ; at = dirname(at)) {
      const found = attempt(() => native(at));
      if (found !== undefined) return join(found, ...rest);
      if (dirname(at) === at) return absolute;
      rest.unshift(at.slice(dirname(at).length).replace(/^[\\/]/, ''));
    }
  }

  return {
    content(absolute) {
      const found = stat(absolute);
      if (found?.isDirectory() === true) return 'folder';
      return (found?.isFile() === true ? attempt(() => hashFile(absolute)) : undefined) ?? 'missing';
    },
    listing(absolute, without) {
      const entries = attempt(() => readdirSync(absolute, { withFileTypes: true }));
      if (!entries) return 'missing';
      const names = entries
        .filter(({ name }) => !isLeftOut(name) && without?.has(name) !== true)
        .map((entry) => (entry.isDirectory() ? `${entry.name}/` : entry.name))
        .sort();
      return short(createHash('sha256').update(JSON.stringify(names)).digest('base64url'));
    },
    lookUp(absolute) {
      const found = stat(absolute);
      const kind = found?.isFile() === true ? 'file' : found?.isDirectory() === true ? 'folder' : 'missing';
      if (kind === 'missing') return kind;
      const target = attempt(() => native(absolute)) ?? absolute;
      if (target === absolute) return kind;
      const path = relative(root, target).split(sep).join('/');
      return `${kind} ${path.startsWith('../') || isAbsolute(path) ? 'outside' : path}`;
    },
    exists: (absolute) => attempt(() => lstatSync(absolute, { throwIfNoEntry: false })) !== undefined,
    foldersIn: (absolute) => namesIn(absolute, true),
    filesIn: (absolute) => namesIn(absolute, false),
    real,
  };
}

/** The form of all digests: 96 bits, as text. */
function short(digest: string): string {
  return digest.slice(0, 16);
}

function attempt<Value>(read: () => Value): Value | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
