import { dependencyNames, isObject } from '@nx-testmon/core';
import { posix } from 'node:path';
import { parseJsonObject } from '../files/parse-json';
import type { Importer, LockedCopy, LockedDependency, LockGraph } from './lock-graph';

type Entry = Readonly<Record<string, unknown>>;

/** Entries by their installation path, or by the folder of a project. */
type Entries = ReadonlyMap<string, Entry>;

const folderName = 'node_modules/';

/** Reads `package-lock.json` or `npm-shrinkwrap.json` of version 1, 2 or 3; `undefined` for any other text. */
export function readPackageLock(text: string): LockGraph | undefined {
  const lock = parseJsonObject(text);
  const entries = lock && entriesOf(lock);
  if (!entries) return undefined;
  const copies = new Map<string, LockedCopy>();
  for (const [path, entry] of entries) {
    const name = nameAt(path);
    if (name === undefined) continue;
    const dependencies = dependencyNames(entry).map((dependency) => resolve(entries, path, dependency));
    copies.set(path, { name, path, version: versionOf(entry), entry: describe(path, entry), dependencies });
  }
  return { copies, importers: importersOf(entries), isolates: false };
}

function entriesOf(lock: Entry): Entries | undefined {
  const { packages, dependencies, lockfileVersion } = lock;
  if (isObject(packages)) {
    const entries = Object.entries(packages);
    return entries.every((one): one is [string, Entry] => isObject(one[1])) ? new Map(entries) : undefined;
  }
  const entries = new Map<string, Entry>();
  if (!isObject(dependencies)) return lockfileVersion === undefined ? undefined : entries;
  return addNested(dependencies, '', entries) ? entries : undefined;
}

/**
 * Adds entries of version 1, which nests packages in the entry of the package that contains them, and does not list
 * the requirements of the root.
 *
 * @returns false if an entry is invalid
 */
function addNested(nested: Entry, above: string, entries: Map<string, Entry>): boolean {
  for (const [name, entry] of Object.entries(nested)) {
    if (!isObject(entry)) return false;
    const path = `${above}${folderName}${name}`;
    entries.set(path, { ...entry, dependencies: entry['requires'] });
    if (isObject(entry['dependencies']) && !addNested(entry['dependencies'], `${path}/`, entries))
      return false;
  }
  return true;
}

/** The name of what is installed at a path; `undefined` for the folder of a project, also for `my_node_modules/a`. */
function nameAt(path: string): string | undefined {
  const at = `/${path}`.lastIndexOf(`/${folderName}`);
  return at < 0 ? undefined : path.slice(at + folderName.length);
}

/** Resolves a name as Node does: in the folder itself, and upward. */
function resolve(entries: Entries, from: string, name: string): LockedDependency {
  for (let at = from; ; at = above(at)) {
    const path = `${at === '' ? '' : `${at}/`}${folderName}${name}`;
    if (entries.has(path)) return { name, copies: [path] };
    if (at === '') return { name, copies: [] };
  }
}

/** Of `a/node_modules/@s/b` and of `a/b` the folder `a`. */
function above(path: string): string {
  const name = nameAt(path);
  const parent = name === undefined ? posix.dirname(path) : path.slice(0, -`/${folderName}${name}`.length);
  return parent === '.' ? '' : parent;
}

function importersOf(entries: Entries): ReadonlyMap<string, Importer> {
  const provides = new Map<string, LockedDependency[]>([['', []]]);
  for (const path of entries.keys()) {
    const name = nameAt(path);
    const folder = name === undefined ? path : above(path);
    if (nameAt(folder) !== undefined) continue;
    const known = provides.get(folder) ?? [];
    provides.set(folder, known);
    if (name !== undefined) known.push({ name, copies: [path] });
  }
  const importers = [...provides].map(([folder, found]): [string, Importer] => {
    const root = entries.get(folder);
    const names = root ? dependencyNames(root) : found.map(({ name }) => name);
    const wanted = names.flatMap((name) => resolve(entries, folder, name).copies);
    const links = wanted.flatMap((path) => linkedFolder(entries.get(path)!) ?? []);
    return [folder || '.', { provides: found, wanted, links }];
  });
  return new Map(importers);
}

function linkedFolder({ link, resolved }: Entry): string | undefined {
  return link === true && typeof resolved === 'string' ? resolved : undefined;
}

/** The version of a package from a registry. Folders and repositories may have any version. */
function versionOf(entry: Entry): string | undefined {
  const { version, link } = entry;
  return typeof version === 'string' && /^\d/.test(version) && link !== true ? version : undefined;
}

// The path is part of it: two copies of one package share no state, and moving one may separate or unite them.
function describe(path: string, entry: Entry): string {
  const { integrity, resolved, link, version } = entry;
  const name = entry['name'] ?? null;
  return JSON.stringify([path, name, version ?? null, integrity ?? resolved ?? null, link ?? null]);
}
