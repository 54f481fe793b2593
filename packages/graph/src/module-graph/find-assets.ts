import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type BlockKey, digestParts, type Fingerprint, formatBlockId } from '@nx-testmon/core';
import {
  folderOf,
  fromWorkspacePath,
  isInNodeModules,
  joinWorkspacePath,
  toWorkspacePath,
} from '../files/workspace-paths';
import type { WorkspaceFiles } from '../files/workspace-files';
import { withoutQuery } from '../resolution/parse-specifier';

/** How many files of a folder that git ignores are read before its names alone must do. */
const ignoredFilesRead = 5000;

export interface Assets {
  /** Files and folders a relative literal may mean, as fingerprints of their content. */
  asset(from: string, literal: string): readonly Fingerprint[];
}

/** Finds what literals name: seen from the module's folder, its project and the workspace root. */
export function findAssets(
  files: WorkspaceFiles,
  projectRootOf: (path: string) => string,
  projectRoots: readonly string[],
): Assets {
  const folders = new Map<string, string>();

  function asset(from: string, literal: string): readonly Fingerprint[] {
    const plain = decode(withoutQuery(literal)).replace(/^file:\/\//, '');
    const found = new Map<BlockKey, Fingerprint>();
    for (const folder of [folderOf(from) ?? '.', projectRootOf(from), '.']) {
      const place = join(fromWorkspacePath(files.root, folder), plain);
      const path = place.includes('\0')
        ? undefined
        : toWorkspacePath(files.root, place.replace(/[/\\]+$/, ''));
      const fingerprint =
        path === undefined || isInNodeModules(path) || isBase(path, from) ? undefined : read(path);
      if (fingerprint) found.set(fingerprint.block, fingerprint);
    }
    return [...found.values()];
  }

  /**
   * A folder that holds the module itself or whole projects is where paths begin (`new URL('.', …)`), not
   * something that is read as a whole; what lies in it counts by the blocks and data files of its projects.
   */
  function isBase(path: string, from: string): boolean {
    const holds = (other: string) => path === '.' || other === path || other.startsWith(`${path}/`);
    return files.kindOf(path) === 'folder' && (holds(from) || projectRoots.some(holds));
  }

  function read(path: string): Fingerprint | undefined {
    const kind = files.kindOf(path);
    if (kind === 'file')
      return { block: formatBlockId({ kind: 'file', path }), hash: files.contentHash(path) ?? 'missing' };
    if (kind !== 'folder') return undefined;
    let hash = folders.get(path);
    if (hash === undefined) folders.set(path, (hash = hashFolder(path)));
    return { block: formatBlockId({ kind: 'folder', path }), hash };
  }

  function hashFolder(folder: string): string {
    const listed = files.pathsIn(folder);
    const paths = listed.length > 0 ? listed : ignoredFiles(files, folder);
    const parts = paths.flatMap((path) => [path, files.contentHash(path) ?? 'missing']);
    return digestParts(parts);
  }

  return { asset };
}

/** Files of a folder that git ignores as a whole, such as what a build wrote. */
function ignoredFiles(files: WorkspaceFiles, top: string): string[] {
  const found: string[] = [];
  const open = [top];
  for (
    let folder = open.pop();
    folder !== undefined && found.length < ignoredFilesRead;
    folder = open.pop()
  ) {
    for (const entry of entriesOf(fromWorkspacePath(files.root, folder))) {
      const path = joinWorkspacePath(folder, entry.name);
      if (entry.isDirectory() && entry.name !== 'node_modules' && entry.name !== '.git') open.push(path);
      else if (!entry.isDirectory()) found.push(path);
    }
  }
  if (found.length >= ignoredFilesRead) files.notes.push(`only ${ignoredFilesRead} files of ${top} are read`);
  return found.sort();
}

function entriesOf(absolute: string) {
  try {
    return readdirSync(absolute, { withFileTypes: true });
  } catch {
    return [];
  }
}

function decode(literal: string): string {
  try {
    return literal.includes('%') ? decodeURIComponent(literal) : literal;
  } catch {
    return literal;
  }
}
