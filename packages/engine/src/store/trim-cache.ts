import { closeSync, constants, futimesSync, lstatSync, rmSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { entriesBelow, isOwnFolder, openRegularFile } from '@nx-testmon/store';

/** A folder of files that only save time. */
export interface CacheFolder {
  /** Absolute path of a folder that may be trusted; `folder` is in it. */
  readonly base: string;
  readonly folder: string;
  /** Matches the path, relative to the folder, of each file that nx-testmon makes in it. */
  readonly ownFiles: RegExp;
}

/** As `ProbeCache` names them, and those that it has not renamed yet. */
export const probeFiles = /^[0-9a-f]{2}\/[0-9a-f]+\.json(?:\.\d+-\d+\.tmp)?$/;

export interface CacheLimits {
  /** Bytes of all files together. */
  readonly bytes: number;
  /** Since a file was last written or marked as used, in ms. */
  readonly ageMs: number;
  /** How often it is worth a look, in ms. */
  readonly everyMs: number;
}

const day = 24 * 3_600_000;
export const defaultCacheLimits: CacheLimits = { bytes: 512 * 1024 ** 2, ageMs: 30 * day, everyMs: day };

/** Written when the folder was last looked at. */
const mark = 'trimmed';

/**
 * Removes what has not been used for long from a folder of caches, then the oldest files until the rest is
 * well below the limit. Whatever goes wrong, the files stay: they only take room. Only files of our own are removed,
 * and none through a link.
 *
 * @param now in ms since 1970
 */
export function trimCache(cache: CacheFolder, now: number, limits = defaultCacheLimits): void {
  const { base, folder } = cache;
  try {
    if (!isOwnFolder(base, folder)) return;
    const last = lstatSync(join(folder, mark), { throwIfNoEntry: false });
    if (last && last.mtimeMs > now - limits.everyMs && last.mtimeMs <= now + limits.everyMs) return;
    const files = findOwnFiles(cache);
    if (files === undefined) return;
    setMark(join(folder, mark), now);
    for (const file of expired(files, now, limits)) rmSync(file, { force: true });
  } catch (error) {
    if (typeof (error as NodeJS.ErrnoException).code !== 'string') throw error;
  }
}

function setMark(file: string, now: number): void {
  const descriptor = openRegularFile(file, constants.O_WRONLY | constants.O_CREAT);
  try {
    futimesSync(descriptor, now / 1000, now / 1000);
  } finally {
    closeSync(descriptor);
  }
}

interface CachedFile {
  readonly path: string;
  readonly bytes: number;
  readonly usedAt: number;
}

function findOwnFiles({ folder, ownFiles }: CacheFolder): CachedFile[] | undefined {
  if (!lstatSync(folder, { throwIfNoEntry: false })?.isDirectory()) return undefined;
  return [...entriesBelow(folder)]
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => ownFiles.test(relative(folder, path).split(sep).join('/')))
    .flatMap((path) => {
      // Another run may have removed it meanwhile.
      const stat = lstatSync(path, { throwIfNoEntry: false });
      return stat ? [{ path, bytes: stat.size, usedAt: stat.mtimeMs }] : [];
    });
}

function expired(files: readonly CachedFile[], now: number, { bytes, ageMs }: CacheLimits): string[] {
  const newestFirst = [...files].sort((one, other) => other.usedAt - one.usedAt);
  const total = files.reduce((sum, file) => sum + file.bytes, 0);
  // A quarter below the limit, so that it is not reached again at once.
  const room = total > bytes ? bytes * 0.75 : Infinity;
  let kept = 0;
  return newestFirst
    .filter((file) => file.usedAt < now - ageMs || (kept += file.bytes) > room)
    .map(({ path }) => path);
}
