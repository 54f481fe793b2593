import { readFileSync, realpathSync, statSync } from 'node:fs';
import { extname } from 'node:path';
import { digest, type FileCache, type FileStamp, type ModuleModel, soundModel } from '@nx-testmon/core';
import { moduleModelReader } from '../model';
import { listFiles } from './list-files';
import type { ModelReader } from '../model/model-reader';
import { opaqueModel } from '../model/whole-file-model';
import { fromWorkspacePath } from './workspace-paths';

/** The files of a workspace, read once and shared by the graphs of all its suites. */
export interface WorkspaceFiles {
  /** Absolute path, with symbolic links resolved: resolvers answer with real paths. */
  readonly root: string;
  /** Every file that git does not ignore, sorted. */
  readonly paths: readonly string[];
  isListed(path: string): boolean;
  /** Listed files in a folder and below it. */
  pathsIn(folder: string): readonly string[];
  /** `file` and `folder` as seen through symbolic links; `undefined` where nothing is. */
  kindOf(path: string): 'file' | 'folder' | undefined;
  /** Digest of a file's content; `undefined` when there is no such file. */
  contentHash(path: string): string | undefined;
  /** `undefined` when there is no such file or it can't be read. */
  text(path: string): string | undefined;
  model(path: string): ModuleModel | undefined;
  /** Model of a text that a file had, by the digest of that text; `undefined` where the cache has forgotten it. */
  formerModel(path: string, contentHash: string): ModuleModel | undefined;
  /**
   * A JSON value that depends on nothing but its key, kept beside the models: for what is slow to compute.
   * `undefined` is not kept.
   *
   * @param isSound of what is found, which may be damaged or come from anywhere
   */
  derive<Value>(
    key: string,
    compute: () => Value | undefined,
    isSound: (value: unknown) => value is Value,
  ): Value | undefined;
  /** Entries to store: files that the cache did not know as they are now. */
  readonly newFiles: ReadonlyMap<string, FileStamp>;
  /** Models to store, as JSON by key. */
  readonly newModels: ReadonlyMap<string, string>;
  /** What could not be read. */
  readonly notes: string[];
}

export interface WorkspaceFilesInput {
  /** Absolute path. */
  readonly root: string;
  readonly cache: FileCache;
  /** By default the TypeScript compiler, loaded only when some model is not in the cache. */
  readonly reader?: ModelReader;
  /** In ms since 1970. */
  readonly now: () => number;
}

/**
 * A file that was written this shortly before it was looked at, in ms, may have been written again since
 * without a trace: file systems keep times as coarse as 2 s.
 */
const racyMs = 2000;

/** Opens the files of a workspace. Nothing is written; what is new is in `newFiles` and `newModels`. */
export function openWorkspaceFiles({
  root: given,
  cache,
  reader = moduleModelReader,
  now,
}: WorkspaceFilesInput): WorkspaceFiles {
  const root = realPathOf(given);
  const notes: string[] = [];
  const paths = listFiles(root, notes);
  const listed = new Set(paths);
  const kinds = new Map<string, 'file' | 'folder' | undefined>();
  const hashes = new Map<string, string | undefined>();
  const models = new Map<string, ModuleModel | undefined>();
  const newFiles = new Map<string, FileStamp>();
  const newModels = new Map<string, string>();

  function statOf(path: string) {
    try {
      return statSync(fromWorkspacePath(root, path), { throwIfNoEntry: false });
    } catch {
      return undefined;
    }
  }

  function readHash(path: string): string | undefined {
    const indexedAt = now();
    const stat = statOf(path);
    if (!stat?.isFile()) return undefined;
    const { size, mtimeMs, ino } = stat;
    const known = cache.file(path);
    if (
      known?.size === size &&
      known.mtimeMs === mtimeMs &&
      known.ino === ino &&
      mtimeMs < known.indexedAt - racyMs
    ) {
      return known.contentHash;
    }
    try {
      const contentHash = digest(readFileSync(fromWorkspacePath(root, path)));
      newFiles.set(path, { size, mtimeMs, ino, contentHash, indexedAt });
      return contentHash;
    } catch (error) {
      notes.push(`${path} can't be read: ${messageOf(error)}`);
      return digest(`unreadable ${size} ${mtimeMs} ${ino}`);
    }
  }

  function contentHash(path: string): string | undefined {
    if (!hashes.has(path)) hashes.set(path, readHash(path));
    return hashes.get(path);
  }

  function bytes(path: string): Buffer | undefined {
    try {
      return readFileSync(fromWorkspacePath(root, path));
    } catch {
      return undefined;
    }
  }

  function readModel(path: string): ModuleModel | undefined {
    const hash = contentHash(path);
    if (hash === undefined) return undefined;
    if (!reader.isModulePath(path)) return opaqueModel(hash);
    const key = modelKey(reader, path, hash);
    const known = parseModel(newModels.get(key) ?? cache.model(key), hash);
    if (known) return known;
    const content = bytes(path);
    if (!content) return opaqueModel(hash);
    try {
      const model = reader.read(content.toString('utf8'), path);
      // The file may have changed since it was hashed; no model is ever kept under another text's key.
      if (digest(content) === hash) newModels.set(key, JSON.stringify(model));
      return model;
    } catch (error) {
      notes.push(`${path} can't be parsed: ${messageOf(error)}`);
      return { ...opaqueModel(hash), parseError: messageOf(error) };
    }
  }

  return {
    root,
    paths,
    isListed: (path) => listed.has(path),
    pathsIn: (folder) => pathsIn(paths, folder),
    kindOf(path) {
      if (!kinds.has(path)) {
        const stat = statOf(path);
        kinds.set(path, stat?.isFile() ? 'file' : stat?.isDirectory() ? 'folder' : undefined);
      }
      return kinds.get(path);
    },
    contentHash,
    text: (path) => bytes(path)?.toString('utf8'),
    model(path) {
      if (!models.has(path)) models.set(path, readModel(path));
      return models.get(path);
    },
    formerModel: (path, hash) => parseModel(cache.model(modelKey(reader, path, hash)), hash),
    derive(key, compute, isSound) {
      const known = parseCached(newModels.get(key) ?? cache.model(key));
      if (isSound(known)) return known;
      const value = compute();
      if (value !== undefined) newModels.set(key, JSON.stringify(value));
      return value;
    },
    newFiles,
    newModels,
    notes,
  };
}

/** Key of a model in the cache: equal texts under the same kind of name have equal models. */
export function modelKey(reader: ModelReader, path: string, contentHash: string): string {
  const extension = /\.d\.[cm]?ts$/.exec(path)?.[0] ?? extname(path);
  return `${reader.version}${extension}:${contentHash}`;
}

function parseModel(json: string | undefined, contentHash: string): ModuleModel | undefined {
  const model = soundModel(parseCached(json));
  return model?.contentHash === contentHash ? model : undefined;
}

/** A cache that was cut off or comes from elsewhere is no reason to fail: the value is computed again. */
function parseCached(json: string | undefined): unknown {
  if (json === undefined) return undefined;
  try {
    return JSON.parse(json) as unknown;
  } catch {
    return undefined;
  }
}

/** Everything below a folder is one slice of the sorted list. */
function pathsIn(paths: readonly string[], folder: string): readonly string[] {
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

function realPathOf(path: string): string {
  try {
    return realpathSync.native(path);
  } catch {
    return path;
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
