import { isObject } from '../files/parse-json';
import { joinWorkspacePath } from '../files/workspace-paths';
import { createLockGraph, type LockGraph } from './lock-graph';

type Entry = Readonly<Record<string, unknown>>;

/** Reads `pnpm-lock.yaml` of version 5 to 9; `undefined` when it is none. */
export function readPnpmLock(text: string): LockGraph | undefined {
  const lock = parseYaml(text);
  if (!isObject(lock) || lock['lockfileVersion'] === undefined) return undefined;
  const { add, graph } = createLockGraph();
  // From version 9 on, `packages` says what a version is and `snapshots` what it is installed with.
  for (const section of ['packages', 'snapshots']) {
    for (const [key, entry] of entriesOf(lock[section])) {
      const name = typeof entry['name'] === 'string' ? entry['name'] : nameInKey(key);
      if (name === undefined) continue;
      const copy = section === 'packages' ? { version: versionIn(key, entry) } : undefined;
      add(name, `${key} ${JSON.stringify(describe(entry))}`, dependencyNames(entry), copy);
    }
  }
  for (const [key, patch] of Object.entries(
    isObject(lock['patchedDependencies']) ? lock['patchedDependencies'] : {},
  )) {
    add(nameInKey(key) ?? key, `patch ${key} ${JSON.stringify(patch)}`, []);
  }
  const importers = isObject(lock['importers']) ? entriesOf(lock['importers']) : [['.', lock] as const];
  for (const [importer, entry] of importers) addImporter(importer, entry, add);
  return graph;
}

/** The version each project gets, so that a project that moves to another locked version is noticed. */
function addImporter(importer: string, entry: Entry, add: ReturnType<typeof createLockGraph>['add']): void {
  for (const field of ['dependencies', 'devDependencies', 'optionalDependencies']) {
    const value = entry[field];
    if (!isObject(value)) continue;
    for (const [name, wanted] of Object.entries(value)) {
      const version = isObject(wanted) ? wanted['version'] : wanted;
      const path = joinWorkspacePath(importer, `node_modules/${name}`);
      add(name, `importer ${importer} ${JSON.stringify(version ?? null)}`, aliased(version), {
        path,
        version: versionOfImporter(version),
      });
    }
  }
}

/** `18.2.0(react@18.2.0)`, and `18.2.0_react@18.2.0` of version 5; `undefined` for what is no version of a registry. */
function versionOfImporter(version: unknown): string | undefined {
  return typeof version === 'string' ? /^(\d[^_(/:]*)(?:[_(].*)?$/.exec(version)?.[1] : undefined;
}

/** `foo: bar@1.0.0` installs another package under the name. */
function aliased(version: unknown): string[] {
  if (typeof version !== 'string' || version.includes(':')) return [];
  const name = nameInKey(version.replace(/\(.*$/, ''));
  return name === undefined ? [] : [name];
}

/** `/foo@1.0.0(peer@2.0.0)`, `@scope/foo@1.0.0`, and `/foo/1.0.0_peer@2.0.0` of version 5. */
function nameInKey(key: string): string | undefined {
  const plain = key.replace(/^\//, '').replace(/\(.*$/, '');
  return /^((?:@[^/@]+\/)?[^/@]+)[@/]./.exec(plain)?.[1];
}

/** `undefined` for what is no version of a registry. */
function versionIn(key: string, { version }: Entry): string | undefined {
  if (typeof version === 'string') return version;
  const plain = key.replace(/^\//, '').replace(/\(.*$/, '');
  return /^(?:@[^/@]+\/)?[^/@]+[@/](\d[^_/:]*)(?:_.*)?$/.exec(plain)?.[1];
}

function describe(entry: Entry): unknown {
  const { resolution, version, patched } = entry;
  return [
    resolution ?? null,
    version ?? null,
    patched ?? null,
    entry['dependencies'] ?? null,
    entry['optionalDependencies'] ?? null,
  ];
}

function dependencyNames(entry: Entry): string[] {
  return ['dependencies', 'optionalDependencies', 'peerDependencies'].flatMap((field) => {
    const value = entry[field];
    if (!isObject(value)) return [];
    return Object.entries(value).flatMap(([name, version]) => [name, ...aliased(version)]);
  });
}

function entriesOf(value: unknown): [string, Entry][] {
  if (!isObject(value)) return [];
  return Object.entries(value).map(([key, entry]) => [key, isObject(entry) ? entry : {}]);
}

function parseYaml(text: string): unknown {
  try {
    // Loaded late: most tasks take what a lockfile says from the cache.
    const { parse } = require('yaml') as typeof import('yaml');
    return parse(text, { uniqueKeys: false, maxAliasCount: 0, logLevel: 'silent' });
  } catch {
    return undefined;
  }
}
