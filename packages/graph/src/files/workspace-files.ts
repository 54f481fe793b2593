import { type BigIntStats, readFileSync, statSync } from 'node:fs';
import {
  digest,
  type FileCache,
  type FileStamp,
  type FileState,
  InstallationFolders,
  isOfSystem,
  isOutsidePath,
  type ModuleModel,
  type Problem,
  stateOfLargeFile,
  isExecutableMode,
} from '@nx-testmon/core';
import { moduleModelReader } from '../model';
import { addProblem } from './add-problem';
import { CachedModels } from './cached-models';
import { listFiles } from './list-files';
import type { ModelReader } from '../model/model-reader';
import { Memo } from '../memo';
import { realPathOf } from './read-disk';
import { fromWorkspacePath, toWorkspacePath } from './workspace-paths';

export interface WorkspaceFilesInput {
  /** Absolute path. */
  readonly root: string;
  /** Of projects, as core's `installationRoots` gives them; without them only the workspace has installed packages. */
  readonly installationRoots?: readonly string[];
  readonly cache: FileCache;
  /** By default the TypeScript compiler, loaded only when some model is not in the cache. */
  readonly reader?: ModelReader;
  /** In ms since 1970. */
  readonly now: () => number;
}

/**
 * A file that changed this shortly before it was looked at may have changed again since without a trace: file systems
 * keep times as coarse as 2 s.
 */
const racyNs = 2_000_000_000n;

/** The files of a workspace, read once and shared by the graphs of all its suites. Nothing is written. */
export class WorkspaceFiles {
  /** Absolute path, with symbolic links resolved: resolvers answer with real paths. */
  readonly root: string;
  readonly installations: InstallationFolders;
  /** Every file that git does not ignore, sorted. */
  readonly paths: readonly string[];
  /** Entries to store: files that the cache did not know as they are now. */
  readonly newFiles = new Map<string, FileStamp>();
  /** Models to store, as JSON by key. */
  readonly newModels: ReadonlyMap<string, string>;
  /** What could not be read. */
  readonly problems: Problem[] = [];
  private readonly cache: FileCache;
  private readonly now: () => number;
  private readonly listed: ReadonlySet<string>;
  private readonly executables = new Set<string>();
  private readonly kinds = new Memo((path) => kindOf(this.stat(path)));
  private readonly hashes = new Memo((path) => this.readHash(path));
  private readonly models = new Memo((path) => this.readModel(path));
  private readonly cachedModels: CachedModels;

  constructor({ root, installationRoots = [], cache, reader = moduleModelReader, now }: WorkspaceFilesInput) {
    this.root = realPathOf(root);
    this.cache = cache;
    this.cachedModels = new CachedModels(reader, cache, this.problems);
    this.newModels = this.cachedModels.newModels;
    this.now = now;
    this.installations = new InstallationFolders(installationRoots);
    this.paths = listFiles(this.root, this.installations, this.problems);
    this.listed = new Set(this.paths);
  }

  /** Whether a name in a folder is no part of the workspace's content. @param folder absolute */
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

  /** `file` and `folder` as seen through symbolic links; `undefined` where nothing is. */
  kindOf(path: string): 'file' | 'folder' | undefined {
    return this.kinds.get(path);
  }

  /** Digest of a file's content; `undefined` when there is no such file. */
  contentHash(path: string): string | undefined {
    return this.hashes.get(path);
  }

  /** Whether a file is there that its owner may execute. */
  isExecutable(path: string): boolean {
    return this.contentHash(path) !== undefined && this.executables.has(path);
  }

  /** `undefined` when there is no such file or it can't be read. */
  text(path: string): string | undefined {
    return this.bytes(path)?.toString('utf8');
  }

  model(path: string): ModuleModel | undefined {
    return this.models.get(path);
  }

  /** Model of a text that a file had, by the digest of that text; `undefined` where the cache has forgotten it. */
  formerModel(path: string, contentHash: string): ModuleModel | undefined {
    return this.cachedModels.former(path, contentHash);
  }

  /** As {@link CachedModels.derive}. */
  derive<Value>(
    key: string,
    compute: () => Value | undefined,
    isSound: (value: unknown) => value is Value,
  ): Value | undefined {
    return this.cachedModels.derive(key, compute, isSound);
  }

  private stat(path: string): BigIntStats | undefined {
    try {
      return statSync(fromWorkspacePath(this.root, path), { bigint: true, throwIfNoEntry: false });
    } catch {
      return undefined;
    }
  }

  private bytes(path: string): Buffer | undefined {
    try {
      return readFileSync(fromWorkspacePath(this.root, path));
    } catch {
      return undefined;
    }
  }

  private readHash(path: string): string | undefined {
    const indexedAt = this.now();
    const stat = this.stat(path);
    if (!stat?.isFile()) return undefined;
    if (isExecutableMode(stat.mode)) this.executables.add(path);
    if (isOutsidePath(path)) return this.hashOutside(path, stat);
    const known = this.cache.file(path);
    if (known && isUnchanged(known, stat, indexedAt)) return known.contentHash;
    const { size, mtimeNs, ctimeNs, ino } = stat;
    try {
      const contentHash = digest(readFileSync(fromWorkspacePath(this.root, path)));
      this.newFiles.set(path, { size, mtimeNs, ctimeNs, ino, contentHash, indexedAt });
      return contentHash;
    } catch (error) {
      addProblem(this.problems, { kind: 'file-unreadable', path, detail: messageOf(error) });
      return digest(`unreadable ${size} ${mtimeNs} ${ctimeNs} ${ino}`);
    }
  }

  /** Bounded, and not kept: the path is another file on another machine. */
  private hashOutside(path: string, { size, mtimeMs }: BigIntStats): string | undefined {
    const absolute = fromWorkspacePath(this.root, path);
    if (isOfSystem(absolute)) return undefined;
    try {
      return stateOfLargeFile(Number(size), Number(mtimeMs)) ?? digest(readFileSync(absolute));
    } catch {
      return undefined;
    }
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

function kindOf(stat: BigIntStats | undefined): 'file' | 'folder' | undefined {
  return stat?.isFile() ? 'file' : stat?.isDirectory() ? 'folder' : undefined;
}

/**
 * Whether a file is the one whose content was hashed, as git decides it. An edit may keep the time of modification
 * (`cp -p`, `rsync -a`), but the time of change is set by the system alone.
 */
function isUnchanged(known: FileStamp, now: FileState, nowMs: number): boolean {
  const isSame =
    known.size === now.size &&
    known.mtimeNs === now.mtimeNs &&
    known.ctimeNs === now.ctimeNs &&
    known.ino === now.ino;
  if (!isSame) return false;
  const changedNs = now.mtimeNs > now.ctimeNs ? now.mtimeNs : now.ctimeNs;
  // After the clock was put back, the same time comes again.
  const isClockBack = known.indexedAt > nowMs;
  return !isClockBack && changedNs < BigInt(Math.floor(known.indexedAt)) * 1_000_000n - racyNs;
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

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
