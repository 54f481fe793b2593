import { type BigIntStats, readFileSync, statSync } from 'node:fs';
import {
  digest,
  errorMessage,
  type FileCache,
  type FileStamp,
  type FileState,
  InstallationFolders,
  isExecutableMode,
  isOfSystem,
  isOutsidePath,
  type Problem,
  rethrowUnlessPathError,
  stateOfLargeFile,
} from '@nx-testmon/core';
import { Memo } from '../memo';
import { listFiles } from './list-files';
import { realPathOf } from './read-disk';
import { fromWorkspacePath } from './workspace-paths';

/** Every file that git does not ignore, sorted, and the folders that can't be read. */
export interface FileList {
  readonly paths: readonly string[];
  readonly problems: readonly Problem[];
}

/** A file as it was read. */
export interface FileRead {
  readonly contentHash: string;
  readonly isExecutable: boolean;
  /** Only if the current state of the file was not in the cache. */
  readonly stamp?: FileStamp;
  readonly problem?: Problem;
}

/** The known states of files from an earlier run. */
export interface KnownFiles {
  readonly cache: Pick<FileCache, 'file'>;
  /** In ms since 1970. */
  readonly clock: () => number;
}

/**
 * A file that changed this shortly before it was read may have changed again without a new time: some file systems
 * store times with a precision of 2 s.
 */
const racyNs = 2_000_000_000n;

/** Reads which files a workspace has and their contents, each once, on the first call. Nothing is written. */
export class WorkspaceReader {
  /** Absolute path with symbolic links resolved, because resolvers return real paths. */
  readonly root: string;
  private readonly lists = new Map<string, FileList>();
  private readonly kinds = new Memo((path) => kindOf(this.stat(path)));
  private readonly files = new Map<string, FileRead | undefined>();

  /** @param root absolute path of the workspace */
  constructor(root: string) {
    this.root = realPathOf(root);
  }

  /** @param installationRoots from core's function of this name */
  list(installationRoots: readonly string[]): FileList {
    const key = installationRoots.join('\n');
    const known = this.lists.get(key);
    if (known) return known;
    const problems: Problem[] = [];
    const paths = listFiles(this.root, new InstallationFolders(installationRoots), problems);
    const list = { paths, problems };
    this.lists.set(key, list);
    return list;
  }

  /** The kind of a path with symbolic links followed; `undefined` if nothing exists there. */
  kindOf(path: string): 'file' | 'folder' | undefined {
    return this.kinds.get(path);
  }

  /** `undefined` if there is no such file. */
  read(path: string, known: KnownFiles): FileRead | undefined {
    if (this.files.has(path)) return this.files.get(path);
    const read = this.readNow(path, known);
    this.files.set(path, read);
    return read;
  }

  private stat(path: string): BigIntStats | undefined {
    try {
      return statSync(fromWorkspacePath(this.root, path), { bigint: true, throwIfNoEntry: false });
    } catch (error) {
      rethrowUnlessPathError(error);
      return undefined;
    }
  }

  private readNow(path: string, { cache, clock }: KnownFiles): FileRead | undefined {
    const indexedAt = clock();
    const stat = this.stat(path);
    if (!stat?.isFile()) return undefined;
    const isExecutable = isExecutableMode(stat.mode);
    if (isOutsidePath(path)) {
      const contentHash = this.hashOutside(path, stat);
      return contentHash === undefined ? undefined : { contentHash, isExecutable };
    }
    const known = cache.file(path);
    if (known && isUnchanged(known, stat, indexedAt)) return { contentHash: known.contentHash, isExecutable };
    const { size, mtimeNs, ctimeNs, ino } = stat;
    try {
      const contentHash = digest(readFileSync(fromWorkspacePath(this.root, path)));
      const stamp = { size, mtimeNs, ctimeNs, ino, contentHash, indexedAt };
      return { contentHash, isExecutable, stamp };
    } catch (error) {
      const contentHash = digest(`unreadable ${size} ${mtimeNs} ${ctimeNs} ${ino}`);
      return {
        contentHash,
        isExecutable,
        problem: { kind: 'file-unreadable', path, detail: errorMessage(error) },
      };
    }
  }

  /** Files are limited in size, and not cached, because the path is another file on another machine. */
  private hashOutside(path: string, { size, mtimeMs }: BigIntStats): string | undefined {
    const absolute = fromWorkspacePath(this.root, path);
    if (isOfSystem(absolute)) return undefined;
    try {
      return stateOfLargeFile(Number(size), Number(mtimeMs)) ?? digest(readFileSync(absolute));
    } catch (error) {
      rethrowUnlessPathError(error);
      return undefined;
    }
  }
}

function kindOf(stat: BigIntStats | undefined): 'file' | 'folder' | undefined {
  return stat?.isFile() ? 'file' : stat?.isDirectory() ? 'folder' : undefined;
}

/**
 * Whether a file still has the content that was hashed, by the same rule as git. An edit may keep the modification
 * time (`cp -p`, `rsync -a`), but only the system sets the change time.
 */
function isUnchanged(known: FileStamp, now: FileState, nowMs: number): boolean {
  const isSame =
    known.size === now.size &&
    known.mtimeNs === now.mtimeNs &&
    known.ctimeNs === now.ctimeNs &&
    known.ino === now.ino;
  if (!isSame) return false;
  const changedNs = now.mtimeNs > now.ctimeNs ? now.mtimeNs : now.ctimeNs;
  // After the clock was set back, the same time occurs again.
  const isClockBack = known.indexedAt > nowMs;
  return !isClockBack && changedNs < BigInt(Math.floor(known.indexedAt)) * 1_000_000n - racyNs;
}
