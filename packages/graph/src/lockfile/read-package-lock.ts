import { isObject, parseJsonObject } from '../files/parse-json';
import { createLockGraph, type LockGraph } from './lock-graph';

type Entry = Readonly<Record<string, unknown>>;

/** Reads `package-lock.json` or `npm-shrinkwrap.json` of version 1, 2 or 3; `undefined` when it is neither. */
export function readPackageLock(text: string): LockGraph | undefined {
  const lock = parseJsonObject(text);
  if (!lock) return undefined;
  const { add, graph } = createLockGraph();
  if (isObject(lock['packages'])) {
    for (const [path, entry] of Object.entries(lock['packages'])) {
      const at = path.lastIndexOf('node_modules/');
      if (at < 0) continue;
      if (!isObject(entry)) return undefined;
      add(path.slice(at + 'node_modules/'.length), describe(path, entry), dependencyNames(entry), {
        path,
        version: versionOf(entry),
      });
    }
    return graph;
  }
  if (!isObject(lock['dependencies'])) return lock['lockfileVersion'] === undefined ? undefined : graph;
  return addNested(lock['dependencies'], '', add) ? graph : undefined;
}

/**
 * Version 1 nests what is installed inside a package in that package's entry.
 *
 * @returns false where an entry is not one
 */
function addNested(entries: Entry, above: string, add: ReturnType<typeof createLockGraph>['add']): boolean {
  for (const [name, entry] of Object.entries(entries)) {
    if (!isObject(entry)) return false;
    const path = `${above}node_modules/${name}`;
    add(name, describe(path, entry), isObject(entry['requires']) ? Object.keys(entry['requires']) : [], {
      path,
      version: versionOf(entry),
    });
    if (isObject(entry['dependencies']) && !addNested(entry['dependencies'], `${path}/`, add)) return false;
  }
  return true;
}

/** Of what comes from a registry: the version of a folder or of a repository may be any. */
function versionOf(entry: Entry): string | undefined {
  const { version, link } = entry;
  return typeof version === 'string' && /^\d/.test(version) && link !== true ? version : undefined;
}

// The path is part of it: after an exchange of two versions, whoever imports them gets other modules.
function describe(path: string, entry: Entry): string {
  const fields = ['name', 'version', 'resolved', 'integrity', 'link', 'inBundle', 'bundled'];
  return JSON.stringify([path, ...fields.map((field) => entry[field] ?? null)]);
}

function dependencyNames(entry: Entry): string[] {
  return ['dependencies', 'optionalDependencies', 'peerDependencies'].flatMap((field) => {
    const value = entry[field];
    return isObject(value) ? Object.keys(value) : [];
  });
}
