import * as fs from 'node:fs';
import { dirname, isAbsolute, join, relative } from 'node:path';
import fastGlob from 'fast-glob';
import { Memo } from '../memo';
import { realPathOf } from './read-disk';

/** True for a name in a folder that is passed over. @param folder absolute */
export type EntryFilter = (folder: string, name: string) => boolean;

/** Absolute paths of the files that match. Patterns are relative to the folder, or absolute. */
export function globFiles(
  folder: string,
  include: readonly string[],
  exclude: readonly string[],
  isPassedOver: EntryFilter = () => false,
): string[] {
  if (include.length === 0) return [];
  const patterns = include.map((pattern) => toRelative(folder, pattern));
  const options = {
    cwd: folder,
    ignore: exclude.map((pattern) => toRelative(folder, pattern)),
    dot: true,
    absolute: true,
    onlyFiles: true,
    followSymbolicLinks: true,
    suppressErrors: true,
    fs: { readdirSync: readerWithoutCycles(folder, isPassedOver) },
  };
  try {
    return fastGlob.sync(patterns, options);
  } catch {
    // A pattern that the library refuses, such as an empty one: it matches nothing in the test runner either.
    return [];
  }
}

function toRelative(folder: string, pattern: string): string {
  if (pattern.startsWith('!')) return `!${toRelative(folder, pattern.slice(1))}`;
  return isAbsolute(pattern) ? relative(folder, pattern) : pattern;
}

/**
 * Hides links that lead back to a folder which the way to them has entered twice. Vitest enters it the
 * second time too; a traversal that follows every link would never end. Hides what is passed over, too.
 */
function readerWithoutCycles(top: string, isPassedOver: EntryFilter): typeof fs.readdirSync {
  const realPaths = new Memo(realPathOf);
  const leadsBack = (folder: string, name: string): boolean => {
    const target = realPaths.get(join(folder, name));
    let times = 0;
    for (let at = folder; ; at = dirname(at)) {
      if (realPaths.get(at) === target && ++times > 1) return true;
      if (at === top || dirname(at) === at) return false;
    }
  };
  const read = (folder: string, options: { withFileTypes: true }): fs.Dirent[] =>
    fs
      .readdirSync(folder, options)
      .filter(({ name }) => !isPassedOver(folder, name))
      .filter((entry) => !entry.isSymbolicLink() || !leadsBack(folder, entry.name));
  return read as typeof fs.readdirSync;
}
