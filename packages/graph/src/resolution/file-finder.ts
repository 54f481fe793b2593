import { readdirSync, realpathSync } from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';
import { rethrowUnlessPathError } from '@nx-testmon/core';
import { Memo } from '../memo';

/** The entries of one folder, read once. */
interface FolderEntries {
  readonly realPath: string;
  /** Names of its own files; links and folders are `other`. */
  readonly kinds: ReadonlyMap<string, 'file' | 'other'>;
}

/**
 * Finds files by the names in their folder. One `readdir` serves all imports into a folder, while checking each
 * extension of each import takes ten system calls.
 */
export class FileFinder {
  private readonly folders = new Memo(readEntries);

  /**
   * @param extensions tried in this order if a path has none
   * @param sources the extensions from which a file of an extension may be compiled, the most likely first
   */
  constructor(
    private readonly extensions: readonly string[],
    private readonly sources: Readonly<Record<string, readonly string[]>>,
  ) {}

  /**
   * Real absolute paths of the files that an absolute path without extension may mean, found by names only;
   * `undefined` if a link or a folder is involved, or if nothing is found.
   */
  find(absolute: string): readonly string[] | undefined {
    const name = basename(absolute);
    if (absolute.endsWith('/') || name === '' || name === '.' || name === '..') return undefined;
    const entries = this.folders.get(dirname(absolute));
    if (!entries) return undefined;
    const names = [this.namesOfFile(name), this.namesOfSources(name)].flatMap(
      (candidates) => candidates.find((candidate) => entries.kinds.has(candidate)) ?? [],
    );
    if (names.length === 0 || names.some((found) => entries.kinds.get(found) === 'other')) return undefined;
    return [...new Set(names)].map((found) => join(entries.realPath, found));
  }

  private namesOfFile(name: string): string[] {
    return [name, ...this.extensions.map((ending) => name + ending)];
  }

  private namesOfSources(name: string): string[] {
    const extension = extname(name);
    const stem = name.slice(0, name.length - extension.length);
    return (this.sources[extension] ?? []).map((ending) => stem + ending);
  }
}

function readEntries(folder: string): FolderEntries | undefined {
  try {
    const entries = readdirSync(folder, { withFileTypes: true });
    return {
      realPath: realpathSync.native(folder),
      kinds: new Map(entries.map((entry) => [entry.name, entry.isFile() ? 'file' : 'other'])),
    };
  } catch (error) {
    rethrowUnlessPathError(error);
    return undefined;
  }
}
