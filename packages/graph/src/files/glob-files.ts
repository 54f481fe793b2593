import * as fs from 'node:fs';
import { dirname, isAbsolute, join, relative } from 'node:path';
import { rethrowUnlessPathError } from '@nx-testmon/core';
import fastGlob from 'fast-glob';
import { Memo } from '../memo';
import { realPathOf } from './read-disk';

/** True for a name in a folder that is passed over. @param folder absolute */
export type EntryFilter = (folder: string, name: string) => boolean;

type FolderReader = (folder: string, options: { withFileTypes: true }) => fs.Dirent[];

/**
 * Absolute paths of the files that match. Patterns are relative to the folder, or absolute. Folders that can't be read
 * are passed over; every other failure is thrown, because an empty list would say that there are no files.
 */
export function globFiles(
  folder: string,
  include: readonly string[],
  exclude: readonly string[],
  isPassedOver: EntryFilter = () => false,
): string[] {
  const patterns = toPatterns(folder, include);
  if (patterns.length === 0) return [];
  const bugs: unknown[] = [];
  const found = fastGlob.sync(patterns, {
    cwd: folder,
    ignore: toPatterns(folder, exclude),
    dot: true,
    absolute: true,
    onlyFiles: true,
    followSymbolicLinks: true,
    suppressErrors: true,
    fs: { readdirSync: keepBugs(readerWithoutCycles(folder, isPassedOver), bugs) },
  });
  if (bugs.length > 0) throw bugs[0];
  return found;
}

/** The library suppresses all errors or none. @param bugs receives those that are not the system's */
function keepBugs(read: FolderReader, bugs: unknown[]): typeof fs.readdirSync {
  const reader: FolderReader = (folder, options) => {
    try {
      return read(folder, options);
    } catch (error) {
      try {
        rethrowUnlessPathError(error);
      } catch (bug) {
        bugs.push(bug);
      }
      return [];
    }
  };
  return reader as typeof fs.readdirSync;
}

/** The library refuses empty patterns. They match nothing in the test runner either. */
function toPatterns(folder: string, patterns: readonly string[]): string[] {
  return patterns.map((pattern) => toRelative(folder, pattern)).filter((pattern) => pattern !== '');
}

function toRelative(folder: string, pattern: string): string {
  if (pattern.startsWith('!')) return `!${toRelative(folder, pattern.slice(1))}`;
  return isAbsolute(pattern) ? relative(folder, pattern) : pattern;
}

/**
 * Hides links to a folder that the path has already entered twice, and ignored entries. Vitest enters such a folder
 * the second time too, but a traversal that follows every link would never end.
 */
function readerWithoutCycles(top: string, isPassedOver: EntryFilter): FolderReader {
  const realPaths = new Memo(realPathOf);
  const leadsBack = (folder: string, name: string): boolean => {
    const target = realPaths.get(join(folder, name));
    let times = 0;
    for (let at = folder; ; at = dirname(at)) {
      if (realPaths.get(at) === target && ++times > 1) return true;
      if (at === top || dirname(at) === at) return false;
    }
  };
  return (folder, options) =>
    fs
      .readdirSync(folder, options)
      .filter(({ name }) => !isPassedOver(folder, name))
      .filter((entry) => !entry.isSymbolicLink() || !leadsBack(folder, entry.name));
}
