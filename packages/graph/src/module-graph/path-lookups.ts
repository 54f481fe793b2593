import { readdirSync, realpathSync, statSync } from 'node:fs';
import * as nodePath from 'node:path';
import {
  attemptRead,
  formatLookup,
  hashListing,
  type InstallationFolders,
  kindOfEntry,
  stateOfLookup,
} from '@nx-testmon/core';
import { fromWorkspacePath } from '../files/workspace-paths';
import { Memo } from '../memo';

/** The workspace in which paths are looked up. */
interface LookupWorkspace {
  /** Absolute path. */
  readonly root: string;
  readonly installations: InstallationFolders;
}

/**
 * The state of paths on disk, whether git ignores them or not. Each path is looked up once. The workers of a test
 * runner describe the same state by the same text, in separate code. A test compares the two.
 */
export class PathLookups {
  private readonly kinds = new Memo(
    (path) => attemptRead(() => lookUp(this.workspace.root, path)) ?? 'missing',
  );
  private readonly listings = new Memo(
    (path) => attemptRead(() => listFolder(this.workspace, path)) ?? 'missing',
  );

  constructor(private readonly workspace: LookupWorkspace) {}

  /** The state of a path as core's `formatLookup` writes it. */
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
  const kind = kindOfEntry(statSync(absolute, { throwIfNoEntry: false }));
  if (kind === 'missing') return kind;
  const real = realpathSync.native(absolute);
  return formatLookup(stateOfLookup(nodePath, root, { kind, absolute, real }));
}

function listFolder({ root, installations }: LookupWorkspace, path: string): string {
  const names = readdirSync(fromWorkspacePath(root, path), { withFileTypes: true })
    .filter(({ name }) => !installations.isLeftOut(path, name))
    .map((entry) => (entry.isDirectory() ? `${entry.name}/` : entry.name));
  return hashListing(names);
}
