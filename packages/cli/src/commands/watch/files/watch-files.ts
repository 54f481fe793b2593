import { realpathSync, type Stats } from 'node:fs';
import { relative, sep } from 'node:path';
import { InstallationFolders } from '@nx-testmon/core';
import { WatchedPaths } from '@nx-testmon/engine';
import type { FSWatcher } from 'chokidar' with { 'resolution-mode': 'import' };
import type { IgnoreOutput } from './find-outputs';

/** Which files of a workspace are watched. */
export interface FilesToWatch {
  /** Absolute path of the workspace. */
  readonly root: string;
  /** Roots of projects, as core's `installationRoots` returns them. */
  readonly installationRoots: readonly string[];
  /** Matches the outputs of the workspace's tasks. */
  readonly isOutput: IgnoreOutput;
}

/** A change of a file, by its path relative to the workspace root. */
export interface FileChange {
  readonly path: string;
  readonly isGone: boolean;
}

export interface WatchedFilesInput {
  readonly onChange: (change: FileChange) => void;
  readonly onError: (error: unknown) => void;
}

/**
 * Watches the files that count for the selection: those that git does not ignore, except installed packages
 * and outputs of tasks. Symbolic links are watched themselves, not their targets.
 */
export class WatchedFiles {
  readonly #input: WatchedFilesInput;
  #watcher: FSWatcher | undefined;
  #isClosed = false;
  /** How many times the files to watch were set. */
  #settings = 0;

  constructor(input: WatchedFilesInput) {
    this.#input = input;
  }

  /**
   * Watches these files instead of the previous ones. Resolves when all are watched; until then, the previous
   * ones still are.
   */
  async watch(files: FilesToWatch): Promise<void> {
    const setting = ++this.#settings;
    const { watch } = await import('chokidar');
    const root = realpathSync(files.root);
    const toPath = (absolute: string) => relative(root, absolute).split(sep).join('/') || '.';
    const paths = new WatchedPaths(root, new InstallationFolders(files.installationRoots));
    const counts = (path: string, stats: Stats | undefined): boolean => {
      if (path !== '.' && files.isOutput(path)) return false;
      if (stats === undefined) return paths.countsAsFolder(path) || paths.countsAsFile(path);
      return stats.isDirectory() ? paths.countsAsFolder(path) : paths.countsAsFile(path);
    };
    const watcher = watch(root, {
      ignored: (absolute, stats) => !counts(toPath(absolute), stats),
      ignoreInitial: true,
      followSymlinks: false,
      // Unreadable files are not part of the selection either.
      ignorePermissionErrors: true,
    });
    const { onChange, onError } = this.#input;
    const change = (absolute: string, isGone: boolean) => onChange({ path: toPath(absolute), isGone });
    watcher.on('add', (path) => change(path, false));
    watcher.on('change', (path) => change(path, false));
    watcher.on('unlink', (path) => change(path, true));
    watcher.on('error', onError);
    await new Promise<unknown>((resolve) => watcher.once('ready', () => resolve(0)).once('error', resolve));
    // Other files may have been set in the meantime.
    if (this.#isClosed || setting !== this.#settings) return watcher.close();
    const before = this.#watcher;
    this.#watcher = watcher;
    await before?.close();
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#watcher?.close();
  }
}
