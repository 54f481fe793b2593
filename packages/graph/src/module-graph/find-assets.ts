import { join } from 'node:path';
import {
  type BlockKey,
  type Fingerprint,
  folderOf,
  formatBlockId,
  isInside,
  joinWorkspacePath,
  withoutQuery,
} from '@nx-testmon/core';
import { addProblem } from '../files/add-problem';
import { fromWorkspacePath, toWorkspacePath } from '../files/workspace-paths';
import { hashContents } from '../files/hash-contents';
import { readFolder } from '../files/read-disk';
import type { WorkspaceFiles } from '../files/workspace-files';
import { Memo } from '../memo';

/**
 * The maximum number of files that are read from a folder that git ignores. For a larger folder, only the names
 * count.
 */
const ignoredFilesRead = 5000;

export interface AssetFinderInput {
  readonly files: WorkspaceFiles;
  readonly projectRootOf: (path: string) => string;
  readonly projectRoots: readonly string[];
}

/** Finds files and folders that literals name, relative to the module's folder, its project or the workspace root. */
export class AssetFinder {
  private readonly folderHashes = new Memo((folder) => this.hashFolder(folder));

  constructor(private readonly input: AssetFinderInput) {}

  /** Files and folders that a relative literal may mean, as fingerprints of their content. */
  find(from: string, literal: string): readonly Fingerprint[] {
    const { files, projectRootOf } = this.input;
    const plain = decode(withoutQuery(literal)).replace(/^file:\/\//, '');
    const found = new Map<BlockKey, Fingerprint>();
    for (const folder of [folderOf(from) ?? '.', projectRootOf(from), '.']) {
      const absolute = join(fromWorkspacePath(files.root, folder), plain);
      const path = absolute.includes('\0')
        ? undefined
        : toWorkspacePath(files.root, absolute.replace(/[/\\]+$/, ''));
      if (path === undefined || files.installations.isInstalled(path) || this.isBase(path, from)) continue;
      const fingerprint = this.read(path);
      if (fingerprint) found.set(fingerprint.block, fingerprint);
    }
    return [...found.values()];
  }

  /**
   * Whether a folder contains the module itself or whole projects. It is then the start of paths (`new URL('.', …)`),
   * not something that is read as a whole. Its content counts through the blocks and data files of its projects.
   */
  private isBase(path: string, from: string): boolean {
    const { files, projectRoots } = this.input;
    const holds = (other: string) => isInside(path, other);
    return files.kindOf(path) === 'folder' && (holds(from) || projectRoots.some(holds));
  }

  private read(path: string): Fingerprint | undefined {
    const { files } = this.input;
    switch (files.kindOf(path)) {
      case 'file':
        return { block: formatBlockId({ kind: 'file', path }), hash: files.contentHash(path) ?? 'missing' };
      case 'folder':
        return { block: formatBlockId({ kind: 'folder', path }), hash: this.folderHashes.get(path) };
      case undefined:
        return undefined;
    }
  }

  private hashFolder(folder: string): string {
    const { files } = this.input;
    const listed = files.pathsIn(folder);
    const paths = listed.length > 0 ? listed : ignoredFiles(files, folder);
    return hashContents(files, paths);
  }
}

/** Files of a folder that git ignores as a whole, such as build outputs. */
function ignoredFiles(files: WorkspaceFiles, top: string): string[] {
  const found: string[] = [];
  const open = [top];
  for (
    let folder = open.pop();
    folder !== undefined && found.length < ignoredFilesRead;
    folder = open.pop()
  ) {
    for (const entry of readFolder(fromWorkspacePath(files.root, folder)) ?? []) {
      const path = joinWorkspacePath(folder, entry.name);
      if (files.installations.isLeftOut(folder, entry.name)) continue;
      if (entry.isDirectory()) open.push(path);
      else found.push(path);
    }
  }
  if (found.length >= ignoredFilesRead)
    addProblem(files.problems, { kind: 'too-many-ignored-files', path: top, limit: ignoredFilesRead });
  return found.sort();
}

function decode(literal: string): string {
  try {
    return literal.includes('%') ? decodeURIComponent(literal) : literal;
  } catch {
    return literal;
  }
}
