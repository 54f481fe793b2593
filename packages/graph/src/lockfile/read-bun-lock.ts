import { dependencyNames, isObject } from '@nx-testmon/core';
import { parseJsonObject } from '../files/parse-json';
import type { Importer, LockedCopy, LockedDependency, LockGraph } from './lock-graph';

type Entry = Readonly<Record<string, unknown>>;

/** `[x@1.0.0, registry, {dependencies}, integrity]`; a folder, a repository or a file has fewer parts. */
type Tuple = readonly unknown[];
type Tuples = ReadonlyMap<string, Tuple>;

/** Reads the text lockfile of Bun; `undefined` for any other text. */
export function readBunLock(text: string): LockGraph | undefined {
  const lock = parseJsonObject(text);
  if (!lock || !isObject(lock['workspaces']) || !isObject(lock['packages'])) return undefined;
  const packages = Object.entries(lock['packages']);
  if (!packages.every((one): one is [string, Tuple] => Array.isArray(one[1]))) return undefined;
  const tuples = new Map(packages);
  const patches = isObject(lock['patchedDependencies']) ? lock['patchedDependencies'] : {};
  const copies = new Map<string, LockedCopy>();
  for (const [key, tuple] of tuples) {
    const locator = typeof tuple[0] === 'string' ? tuple[0] : '';
    const dependencies = isWorkspace(locator)
      ? []
      : dependencyNames(infoOf(tuple)).map((name) => resolve(tuples, key, name));
    copies.set(key, {
      name: nameAt(key),
      version: /^(?:@[^/@]+\/)?[^/@]+@(\d[^/:]*)$/.exec(locator)?.[1],
      entry: JSON.stringify([key, describe(tuple), patches[locator] ?? null]),
      dependencies,
    });
  }
  return { copies, importers: importersOf(lock['workspaces'], tuples), isolates: false };
}

/** A key consists of the names of the enclosing packages and of the package: `a/@s/b`. */
function partsOf(key: string): string[] {
  return key.match(/(?:@[^/]+\/)?[^/]+/g) ?? [];
}

function nameAt(key: string): string {
  return partsOf(key).at(-1) ?? key;
}

/** Searches the packages that are installed in the package, and then upward. */
function resolve(tuples: Tuples, from: string, name: string): LockedDependency {
  for (let parts = partsOf(from); ; parts = parts.slice(0, -1)) {
    const key = [...parts, name].join('/');
    if (tuples.has(key)) return { name, copies: [key] };
    if (parts.length === 0) return { name, copies: [] };
  }
}

function importersOf(workspaces: Entry, tuples: Tuples): ReadonlyMap<string, Importer> {
  const importers = new Map<string, Importer>();
  for (const [folder, workspace] of Object.entries(workspaces)) {
    if (!isObject(workspace)) continue;
    const name = folder === '' || typeof workspace['name'] !== 'string' ? '' : workspace['name'];
    const depth = partsOf(name).length;
    const provides = [...tuples.keys()].flatMap((key) => {
      const isInside = name === '' || key.startsWith(`${name}/`);
      return isInside && partsOf(key).length === depth + 1 ? [{ name: nameAt(key), copies: [key] }] : [];
    });
    const wanted = dependencyNames(workspace).flatMap((one) => resolve(tuples, name, one).copies);
    const links = wanted.flatMap((key) => {
      const [locator] = tuples.get(key)!;
      return isWorkspace(locator) ? [locator.replace(/^.*@workspace:/, '')] : [];
    });
    importers.set(folder || '.', { provides, wanted, links });
  }
  return importers;
}

function isWorkspace(locator: unknown): locator is string {
  return typeof locator === 'string' && locator.includes('@workspace:');
}

/** The registry, and the packages that are installed with it, are not part of a package's identity. */
function describe(tuple: Tuple): unknown {
  return [tuple[0], ...tuple.slice(1).filter((part) => typeof part === 'string' && /^sha\d+-/.test(part))];
}

function infoOf(tuple: Tuple): Entry {
  return tuple.find((part): part is Entry => isObject(part)) ?? {};
}
