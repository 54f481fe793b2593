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
  /** Of projects, as core's `installationRoots` gives them. */
  readonly installationRoots: readonly string[];
  /** What the tasks of the workspace write. */
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
 * Watches the files that count for the selection: those that git does not ignore, without what is installed and what
 * tasks write. Symbolic links are watched, and not what they lead to.
 */
export class WatchedFiles {
  readonly #input: WatchedFilesInput;
  #watcher: FSWatcher | undefined;
  #isClosed = false;
  /** How often the files to watch were set. */
  #settings = 0;

  constructor(input: WatchedFilesInput) {
    this.#input = input;
  }

  /** Watches these files in place of those before. Resolves when all are watched; until then, the others still are. */
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
      // What can't be read is no part of the selection either.
      ignorePermissionErrors: true,
    });
    const { onChange, onError } = this.#input;
    const change = (absolute: string, isGone: boolean) => onChange({ path: toPath(absolute), isGone });
    watcher.on('add', (path) => change(path, false));
    watcher.on('change', (path) => change(path, false));
    watcher.on('unlink', (path) => change(path, true));
    watcher.on('error', onError);
    await new Promise<unknown>((resolve) => watcher.once('ready', () => resolve(0)).once('error', resolve));
    // Other files may have been set meanwhile.
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
