import { readdirSync, realpathSync, statSync } from 'node:fs';
import { hashListing } from '@nx-testmon/core';
import { fromWorkspacePath, toWorkspacePath } from '../files/workspace-paths';

/** What is on disk beside contents, ignored by git or not, each looked at once. */
export interface Places {
  /** `file` or `folder`, with where links lead; or `missing`. */
  place(path: string): string;
  /** Digest of the names in a folder, or `missing`. */
  listing(path: string): string;
}

/** Names that are never part of a workspace's content: as in the list of its files. */
const leftOut = new Set(['.git', 'node_modules', '.nx', '.testmon', '.DS_Store']);
/** Vite writes a bundled configuration beside the original for a moment. */
const bundledConfig = /\.timestamp-\d+-[0-9a-f]+\.mjs$/;

/** The workers of a runner say the same of the same state, in their own code: a test holds the two together. */
export function readPlaces(root: string): Places {
  const places = new Map<string, string>();
  const listings = new Map<string, string>();
  return {
    place: (path) => remember(places, path, () => placeOf(root, path)),
    listing: (path) => remember(listings, path, () => listingOf(fromWorkspacePath(root, path))),
  };
}

function remember(known: Map<string, string>, path: string, read: () => string): string {
  const value = known.get(path) ?? attempt(read) ?? 'missing';
  known.set(path, value);
  return value;
}

function placeOf(root: string, path: string): string {
  const absolute = fromWorkspacePath(root, path);
  const stat = statSync(absolute, { throwIfNoEntry: false });
  const kind = stat?.isFile() ? 'file' : stat?.isDirectory() ? 'folder' : 'missing';
  if (kind === 'missing') return kind;
  const real = realpathSync.native(absolute);
  return real === absolute ? kind : `${kind} ${toWorkspacePath(root, real) ?? 'outside'}`;
}

function listingOf(absolute: string): string {
  const names = readdirSync(absolute, { withFileTypes: true })
    .filter(({ name }) => !leftOut.has(name) && !bundledConfig.test(name))
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
