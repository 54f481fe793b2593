import { readFileSync } from 'node:fs';
import {
  type FileCache,
  type FileStamp,
  InstallationFolders,
  type ModuleModel,
  type Problem,
  rethrowUnlessPathError,
} from '@nx-testmon/core';
import { addProblem } from './add-problem';
import { CachedModels } from './cached-models';
import { WorkspaceReader, type KnownFiles } from './workspace-reader';
import type { ModelReader } from '../model/model-reader';
import { Memo } from '../memo';
import { fromWorkspacePath, toWorkspacePath } from './workspace-paths';

export interface WorkspaceFilesInput {
  /** Absolute path. */
  readonly root: string;
  /**
   * Roots of projects from core's `installationRoots`. Default: only the workspace root contains installed packages.
   */
  readonly installationRoots?: readonly string[];
  readonly cache: FileCache;
  /** Used only for models that are not in the cache. */
  readonly reader: ModelReader;
  /** In ms since 1970. */
  readonly clock: () => number;
  /** Reads of earlier graphs. Default: none. */
  readonly workspaceReader?: WorkspaceReader;
}

/** The files of a workspace, read once and shared by the graphs of all its suites. Nothing is written. */
export class WorkspaceFiles implements KnownFiles {
  /** Absolute path with symbolic links resolved, because resolvers return real paths. */
  readonly root: string;
  readonly installations: InstallationFolders;
  /** Every file that git does not ignore, sorted. */
  readonly paths: readonly string[];
  /** Entries to store: files whose current state was not in the cache. */
  readonly newFiles = new Map<string, FileStamp>();
  /** As {@link ModelReader.version}. */
  readonly modelVersion: string;
  /** Models to store, as JSON by key. */
  readonly newModels: ReadonlyMap<string, string>;
  /** Files and folders that could not be read. */
  readonly problems: Problem[] = [];
  readonly cache: FileCache;
  readonly clock: () => number;
  private readonly workspaceReader: WorkspaceReader;
  private readonly listed: ReadonlySet<string>;
  private readonly executables = new Set<string>();
  private readonly hashes = new Memo((path) => this.readHash(path));
  private readonly models = new Memo((path) => this.readModel(path));
  private readonly cachedModels: CachedModels;

  constructor({
    root,
    installationRoots = [],
    workspaceReader = new WorkspaceReader(root),
    ...input
  }: WorkspaceFilesInput) {
    const { cache, reader, clock } = input;
    this.modelVersion = reader.version;
    this.workspaceReader = workspaceReader;
    this.root = workspaceReader.root;
    this.cache = cache;
    this.cachedModels = new CachedModels(reader, cache, this.problems);
    this.newModels = this.cachedModels.newModels;
    this.clock = clock;
    this.installations = new InstallationFolders(installationRoots);
    const { paths, problems } = workspaceReader.list(installationRoots);
    this.paths = paths;
    this.problems.push(...problems);
    this.listed = new Set(this.paths);
  }

  /** Whether a name in a folder is not part of the workspace's content. @param folder absolute path */
  isLeftOut(folder: string, name: string): boolean {
    const path = toWorkspacePath(this.root, folder);
    return path !== undefined && this.installations.isLeftOut(path, name);
  }

  isListed(path: string): boolean {
    return this.listed.has(path);
  }

  /** Listed files in a folder and below it. */
  pathsIn(folder: string): readonly string[] {
    return pathsBelow(this.paths, folder);
  }

  /** The kind of a path with symbolic links followed; `undefined` if nothing exists there. */
  kindOf(path: string): 'file' | 'folder' | undefined {
    return this.workspaceReader.kindOf(path);
  }

  /** Digest of a file's content; `undefined` if there is no such file. */
  contentHash(path: string): string | undefined {
    return this.hashes.get(path);
  }

  /** Whether there is a file that its owner may execute. */
  isExecutable(path: string): boolean {
    return this.contentHash(path) !== undefined && this.executables.has(path);
  }

  /** `undefined` if there is no such file or it can't be read. */
  text(path: string): string | undefined {
    return this.bytes(path)?.toString('utf8');
  }

  model(path: string): ModuleModel | undefined {
    return this.models.get(path);
  }

  /** The model of a former text of a file, by the digest of the text; `undefined` if it is no longer cached. */
  formerModel(path: string, contentHash: string): ModuleModel | undefined {
    return this.cachedModels.former(path, contentHash);
  }

  /** As {@link CachedModels.derive}. */
  derive<Value>(
    key: string,
    compute: () => Value | undefined,
    isValid: (value: unknown) => value is Value,
  ): Value | undefined {
    return this.cachedModels.derive(key, compute, isValid);
  }

  private bytes(path: string): Buffer | undefined {
    try {
      return readFileSync(fromWorkspacePath(this.root, path));
    } catch (error) {
      rethrowUnlessPathError(error);
      return undefined;
    }
  }

  private readHash(path: string): string | undefined {
    const read = this.workspaceReader.read(path, this);
    if (!read) return undefined;
    if (read.isExecutable) this.executables.add(path);
    if (read.stamp) this.newFiles.set(path, read.stamp);
    if (read.problem) addProblem(this.problems, read.problem);
    return read.contentHash;
  }

  private readModel(path: string): ModuleModel | undefined {
    const hash = this.contentHash(path);
    return hash === undefined ? undefined : this.cachedModels.read(path, hash, () => this.bytes(path));
  }
}

/** Opens the files of a workspace. What is new is in `newFiles` and `newModels`. */
export function openWorkspaceFiles(input: WorkspaceFilesInput): WorkspaceFiles {
  return new WorkspaceFiles(input);
}

/** Everything below a folder is one slice of the sorted list. */
function pathsBelow(paths: readonly string[], folder: string): readonly string[] {
  if (folder === '.') return paths;
  const prefix = `${folder}/`;
  let low = 0;
  for (let high = paths.length; low < high;) {
    const middle = (low + high) >> 1;
    if (paths[middle]! < prefix) low = middle + 1;
    else high = middle;
  }
  let end = low;
  while (end < paths.length && paths[end]!.startsWith(prefix)) end++;
  return paths.slice(low, end);
}
