import { closeSync, constants, futimesSync, lstatSync, rmSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { entriesBelow, isOwnFolder, openRegularFile } from '@nx-testmon/store';

/** A folder of files that only save time. */
export interface CacheFolder {
  /** Absolute path of a trusted folder that contains `folder`. */
  readonly base: string;
  readonly folder: string;
  /** Matches the path of each file that nx-testmon creates, relative to the folder. */
  readonly ownFiles: RegExp;
}

/** The names that `ProbeCache` uses, including those of temporary files. */
export const probeFiles = /^[0-9a-f]{2}\/[0-9a-f]+\.json(?:\.\d+-\d+\.tmp)?$/;

export interface CacheLimits {
  /** Total size of all files, in bytes. */
  readonly bytes: number;
  /** Time since a file was last written or marked as used, in ms. */
  readonly ageMs: number;
  /** Minimum time between two checks, in ms. */
  readonly everyMs: number;
}

const day = 24 * 3_600_000;
export const defaultCacheLimits: CacheLimits = { bytes: 512 * 1024 ** 2, ageMs: 30 * day, everyMs: day };

/** Its time is that of the last check. */
const mark = 'trimmed';

/**
 * Removes files of a cache that have not been used for a long time, then the oldest files until the rest is
 * well below the limit. After any error the files stay, because they only take space. Only files that
 * nx-testmon created are removed, and links are not followed.
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
      // Another run may have removed the file in the meantime.
      const stat = lstatSync(path, { throwIfNoEntry: false });
      return stat ? [{ path, bytes: stat.size, usedAt: stat.mtimeMs }] : [];
    });
}

function expired(files: readonly CachedFile[], now: number, { bytes, ageMs }: CacheLimits): string[] {
  const newestFirst = [...files].sort((one, other) => other.usedAt - one.usedAt);
  const total = files.reduce((sum, file) => sum + file.bytes, 0);
  // A quarter below the limit, so that the limit is not reached again immediately.
  const room = total > bytes ? bytes * 0.75 : Infinity;
  let kept = 0;
  return newestFirst
    .filter((file) => file.usedAt < now - ageMs || (kept += file.bytes) > room)
    .map(({ path }) => path);
}
