import * as fs from 'node:fs';
import { dirname, isAbsolute, join, relative } from 'node:path';
import { leftOutNames } from '@nx-testmon/core';
import fastGlob from 'fast-glob';
import { Memo } from '../memo';
import { realPathOf } from './read-disk';

/** Excludes everything that is never part of a workspace's content. */
export const leftOutGlobs: readonly string[] = [...leftOutNames].map((name) => `**/${name}/**`);

/** Absolute paths of the files that match. Patterns are relative to the folder, or absolute. */
export function globFiles(folder: string, include: readonly string[], exclude: readonly string[]): string[] {
  if (include.length === 0) return [];
  try {
    return fastGlob.sync(
      include.map((pattern) => toRelative(folder, pattern)),
      {
        cwd: folder,
        ignore: exclude.map((pattern) => toRelative(folder, pattern)),
        dot: true,
        absolute: true,
        onlyFiles: true,
        followSymbolicLinks: true,
        suppressErrors: true,
        fs: { readdirSync: withoutCycles(folder) },
      },
    );
  } catch {
    return [];
  }
}

function toRelative(folder: string, pattern: string): string {
  if (pattern.startsWith('!')) return `!${toRelative(folder, pattern.slice(1))}`;
  return isAbsolute(pattern) ? relative(folder, pattern) : pattern;
}

/**
 * Hides links that lead back to a folder which the way to them has entered twice. Vitest enters it the
 * second time too; a traversal that follows every link would never end.
 */
function withoutCycles(top: string): typeof fs.readdirSync {
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
      .filter((entry) => !entry.isSymbolicLink() || !leadsBack(folder, entry.name));
  return read as typeof fs.readdirSync;
}
