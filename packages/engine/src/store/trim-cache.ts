import { readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

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
 * well below the limit. Whatever goes wrong, the files stay: they only take room.
 *
 * @param folder absolute; nothing happens where it does not exist
 * @param now in ms since 1970
 */
export function trimCache(folder: string, now: number, limits = defaultCacheLimits): void {
  try {
    const last = statSync(join(folder, mark), { throwIfNoEntry: false });
    if (last && last.mtimeMs > now - limits.everyMs) return;
    const files = filesBelow(folder);
    if (files === undefined) return;
    writeFileSync(join(folder, mark), '');
    for (const file of expired(files, now, limits)) rmSync(file, { force: true });
  } catch (error) {
    if (typeof (error as NodeJS.ErrnoException).code !== 'string') throw error;
  }
}

interface CachedFile {
  readonly path: string;
  readonly bytes: number;
  readonly usedAt: number;
}

function filesBelow(folder: string): CachedFile[] | undefined {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return undefined;
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .flatMap((entry) => {
      const path = join(entry.parentPath, entry.name);
      // Another run may have removed it meanwhile.
      const stat = statSync(path, { throwIfNoEntry: false });
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
