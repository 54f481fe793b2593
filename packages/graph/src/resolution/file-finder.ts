import { readdirSync, realpathSync } from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';

/** What one folder holds, read once. */
interface FolderEntries {
  /** Real path of the folder. */
  readonly place: string;
  /** Names of its own files; links and folders are `other`. */
  readonly kinds: ReadonlyMap<string, 'file' | 'other'>;
}

export interface FileFinder {
  /**
   * Real absolute paths that an absolute path without extension stands for, as far as names tell:
   * `undefined` where a link or a folder has a say, or where nothing is found.
   */
  find(absolute: string): readonly string[] | undefined;
}

/**
 * Finds files by the names in their folder. One `readdir` answers for all imports into a folder, where
 * probing each extension of each import costs ten system calls.
 *
 * @param extensions tried in this order where none is given
 * @param sources what a file of an extension may be compiled from, the most likely first
 */
export function createFileFinder(
  extensions: readonly string[],
  sources: Readonly<Record<string, readonly string[]>>,
): FileFinder {
  const folders = new Map<string, FolderEntries | undefined>();

  function entriesOf(folder: string): FolderEntries | undefined {
    if (!folders.has(folder)) folders.set(folder, readEntries(folder));
    return folders.get(folder);
  }

  return {
    find(absolute) {
      const name = basename(absolute);
      if (absolute.endsWith('/') || name === '' || name === '.' || name === '..') return undefined;
      const entries = entriesOf(dirname(absolute));
      if (!entries) return undefined;
      const extension = extname(name);
      const stem = name.slice(0, name.length - extension.length);
      const exact = [name, ...extensions.map((ending) => name + ending)];
      const names = [exact, (sources[extension] ?? []).map((ending) => stem + ending)].flatMap(
        (candidates) => candidates.find((candidate) => entries.kinds.has(candidate)) ?? [],
      );
      if (names.length === 0 || names.some((found) => entries.kinds.get(found) === 'other')) return undefined;
      return [...new Set(names)].map((found) => join(entries.place, found));
    },
  };
}

function readEntries(folder: string): FolderEntries | undefined {
  try {
    const entries = readdirSync(folder, { withFileTypes: true });
    return {
      place: realpathSync.native(folder),
      kinds: new Map(entries.map((entry) => [entry.name, entry.isFile() ? 'file' : 'other'])),
    };
  } catch {
    return undefined;
  }
}
