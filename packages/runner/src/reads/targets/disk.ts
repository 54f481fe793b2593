import { createHash } from 'node:crypto';
import * as fileSystem from 'node:fs';
import type { Dirent, Stats } from 'node:fs';
import * as nodePath from 'node:path';
import { dirname, join } from 'node:path';
import {
  attemptRead,
  describeFileState,
  formatLookup,
  hashListing,
  type InstallationFolders,
  isExecutableMode,
  kindOfEntry,
  relativeToWorkspace,
  stateOfLargeFile,
  stateOfLookup,
} from '@nx-testmon/core';
import { isInFolder } from './read-paths';

/**
 * The state of the disk, in the form that the module graph uses later: both must produce the same text for
 * the same state. Uses functions of `fs` that were saved before other code could replace them. Each function throws if
 * the state can't be determined, such as for lack of file descriptors: the trace is then incomplete.
 */
export interface Disk {
  /** Digest of a file's content and its executable bit, `folder`, or `missing`. */
  content(absolute: string): string;
  /**
   * Digest of the names in a folder, or `missing`.
   *
   * @param without names to leave out
   */
  listing(absolute: string, without?: ReadonlySet<string>): string;
  /** The state of a path as core's `formatLookup` writes it. */
  lookUp(absolute: string): string;
  exists(absolute: string): boolean;
  /** `undefined` if the path does not exist. */
  isLink(absolute: string): boolean | undefined;
  /** Folders in a folder, except those that are never part of a workspace's content. */
  foldersIn(absolute: string): string[];
  filesIn(absolute: string): string[];
  /** The path with links resolved, as far as it exists. */
  real(absolute: string): string;
}

/** The real disk. */
export class FileSystemDisk implements Disk {
  readonly #root: string;
  readonly #installations: InstallationFolders;
  readonly #fs = takeFileSystem();

  /** @param root absolute path of the workspace, with links resolved */
  constructor(root: string, installations: InstallationFolders) {
    this.#root = root;
    this.#installations = installations;
  }

  content(absolute: string): string {
    const found = this.#stat(absolute);
    if (found?.isDirectory() === true) return 'folder';
    const hash = found?.isFile() === true ? attemptRead(() => this.#hash(absolute, found)) : undefined;
    return hash === undefined ? 'missing' : describeFileState(hash, isExecutableMode(found?.mode ?? 0));
  }

  listing(absolute: string, without?: ReadonlySet<string>): string {
    const entries = this.#entriesIn(absolute);
    if (!entries) return 'missing';
    const counting = entries.filter(({ name }) => without?.has(name) !== true);
    return hashListing(counting.map((entry) => (entry.isDirectory() ? `${entry.name}/` : entry.name)));
  }

  lookUp(absolute: string): string {
    const kind = kindOfEntry(this.#stat(absolute));
    if (kind === 'missing') return kind;
    const real = attemptRead(() => this.#fs.realpath(absolute)) ?? absolute;
    return formatLookup(stateOfLookup(nodePath, this.#root, { kind, absolute, real }));
  }

  exists(absolute: string): boolean {
    return attemptRead(() => this.#fs.lstatSync(absolute, { throwIfNoEntry: false })) !== undefined;
  }

  isLink(absolute: string): boolean | undefined {
    return attemptRead(() => this.#fs.lstatSync(absolute, { throwIfNoEntry: false }))?.isSymbolicLink();
  }

  foldersIn(absolute: string): string[] {
    const entries = this.#entriesIn(absolute) ?? [];
    return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  }

  filesIn(absolute: string): string[] {
    const entries = this.#entriesIn(absolute) ?? [];
    return entries.filter((entry) => !entry.isDirectory()).map(({ name }) => name);
  }

  real(absolute: string): string {
    const rest: string[] = [];
    for (let at = absolute; ; at = dirname(at)) {
      const found = attemptRead(() => this.#fs.realpath(at));
      if (found !== undefined) return join(found, ...rest);
      if (dirname(at) === at) return absolute;
      rest.unshift(at.slice(dirname(at).length).replace(/^[\\/]/, ''));
    }
  }

  #stat(absolute: string): Stats | undefined {
    return attemptRead(() => this.#fs.statSync(absolute, { throwIfNoEntry: false }));
  }

  #entriesIn(absolute: string): Dirent[] | undefined {
    const entries = attemptRead(() => this.#fs.readdirSync(absolute, { withFileTypes: true }));
    const path = relativeToWorkspace(nodePath, this.#root, absolute);
    return entries?.filter(({ name }) => !this.#installations.isLeftOut(path, name));
  }

  #hash(absolute: string, { size, mtimeMs }: Stats): string {
    const large = isInFolder(this.#root, absolute) ? undefined : stateOfLargeFile(size, mtimeMs);
    return large ?? this.#hashFile(absolute);
  }

  #hashFile(path: string): string {
    const { closeSync, openSync, readSync } = this.#fs;
    const hash = createHash('sha256');
    const descriptor = openSync(path, 'r');
    try {
      const buffer = Buffer.allocUnsafe(1 << 16);
      for (let read = readSync(descriptor, buffer); read > 0; read = readSync(descriptor, buffer))
        hash.update(buffer.subarray(0, read));
    } finally {
      closeSync(descriptor);
    }
    // The form of all digests: 96 bits, as text.
    return hash.digest('base64url').slice(0, 16);
  }
}

/** Saves the functions of `fs`, which are patched later. */
function takeFileSystem() {
  const { closeSync, lstatSync, openSync, readdirSync, readSync, realpathSync, statSync } = fileSystem;
  return { closeSync, lstatSync, openSync, readdirSync, readSync, realpath: realpathSync.native, statSync };
}
