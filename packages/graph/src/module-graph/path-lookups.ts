import { readdirSync, realpathSync, type Stats, statSync } from 'node:fs';
import { hashListing, type InstallationFolders, isExecutableMode } from '@nx-testmon/core';
import { fromWorkspacePath, toWorkspacePath } from '../files/workspace-paths';
import { Memo } from '../memo';

/** Where paths are looked up. */
interface LookupWorkspace {
  /** Absolute. */
  readonly root: string;
  readonly installations: InstallationFolders;
}

/**
 * What is on disk beside contents, ignored by git or not, each path looked up once. The workers of a runner describe
 * the same state by the same text, in their own code. A test compares the two.
 */
export class PathLookups {
  private readonly kinds = new Memo((path) => attempt(() => lookUp(this.workspace.root, path)) ?? 'missing');
  private readonly listings = new Memo(
    (path) => attempt(() => listFolder(this.workspace, path)) ?? 'missing',
  );

  constructor(private readonly workspace: LookupWorkspace) {}

  /** `file`, `executable` or `folder`, with where links lead; or `missing`. */
  lookUp(path: string): string {
    return this.kinds.get(path);
  }

  /** Digest of the names in a folder, or `missing`. */
  listing(path: string): string {
    return this.listings.get(path);
  }
}

function lookUp(root: string, path: string): string {
  const absolute = fromWorkspacePath(root, path);
  const stat = statSync(absolute, { throwIfNoEntry: false });
  const kind = kindOf(stat);
  if (kind === 'missing') return kind;
  const real = realpathSync.native(absolute);
  return real === absolute ? kind : `${kind} ${toWorkspacePath(root, real) ?? 'outside'}`;
}

function kindOf(stat: Stats | undefined): 'file' | 'executable' | 'folder' | 'missing' {
  if (stat?.isFile() === true) return isExecutableMode(stat.mode) ? 'executable' : 'file';
  return stat?.isDirectory() === true ? 'folder' : 'missing';
}

function listFolder({ root, installations }: LookupWorkspace, path: string): string {
  const names = readdirSync(fromWorkspacePath(root, path), { withFileTypes: true })
    .filter(({ name }) => !installations.isLeftOut(path, name))
    .map((entry) => (entry.isDirectory() ? `${entry.name}/` : entry.name));
  return hashListing(names);
}

function attempt(read: () => string): string | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
