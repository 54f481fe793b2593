import { isObject } from '@nx-testmon/core';
import { posix } from 'node:path';
import {
  idsByName,
  type Importer,
  type LockedCopy,
  type LockedDependency,
  type LockGraph,
} from './lock-graph';

type Entry = Readonly<Record<string, unknown>>;

/** Reads `pnpm-lock.yaml` of version 5 to 9; `undefined` for any other text. */
export function readPnpmLock(text: string): LockGraph | undefined {
  const lock = parseYaml(text);
  if (!isObject(lock) || lock['lockfileVersion'] === undefined) return undefined;
  const packages = entriesOf(lock['packages']);
  // From version 9 on, `packages` describes a version, and `snapshots` the packages that it is installed with.
  const snapshots = isObject(lock['snapshots']) ? entriesOf(lock['snapshots']) : packages;
  const patches = entriesOf(lock['patchedDependencies'], (patch) => patch);
  const resolver = new ReferenceResolver([...snapshots].map(([key]) => [key, nameOf(key, packages)]));
  const copies = new Map<string, LockedCopy>();
  for (const [key, snapshot] of snapshots) {
    const name = nameOf(key, packages);
    if (name === undefined) continue;
    const entry = entryOf(key, packages);
    const version = versionIn(key, entry);
    const patch = [patches.get(name), patches.get(`${name}@${version}`)];
    copies.set(key, {
      name,
      version,
      entry: JSON.stringify([describe(entry), version ?? key, patch]),
      dependencies: referencesIn(snapshot).map((one) => resolver.resolve(one)),
    });
  }
  const importers = isObject(lock['importers']) ? [...entriesOf(lock['importers'])] : [['.', lock] as const];
  return {
    copies,
    importers: new Map(
      importers.map(([folder, entry]) => [posix.normalize(folder), importerOf(folder, entry, resolver)]),
    ),
    isolates: true,
  };
}

/** A name with its resolution: `1.0.0(peer@2.0.0)`, `/x@1.0.0`, `@s/x@1.0.0`, `link:../x`, or an address. */
interface Reference {
  readonly name: string;
  readonly target: string;
}

/** Finds the copies that references mean, in whatever way the version of the lockfile writes them. */
class ReferenceResolver {
  private readonly keys: ReadonlySet<string>;
  private readonly byName: ReadonlyMap<string, readonly string[]>;

  constructor(named: readonly (readonly [key: string, name: string | undefined])[]) {
    this.keys = new Set(named.map(([key]) => key));
    this.byName = idsByName(
      named.flatMap(([key, name]) => (name === undefined ? [] : [[key, { name }] as const])),
    );
  }

  /** Resolves a reference. Without a locked copy of this reference, the result is all copies of the name. */
  resolve({ name, target }: Reference): LockedDependency {
    const spelled = [target, withoutPeers(target)].flatMap((one) => [
      `${name}@${one}`,
      `/${name}@${one}`,
      `/${name}/${one}`,
      one,
      `/${one}`,
    ]);
    const key = spelled.find((one) => this.keys.has(one));
    if (key !== undefined) return { name, copies: [key] };
    return { name, copies: target.startsWith('link:') ? [] : (this.byName.get(name) ?? []) };
  }
}

function importerOf(folder: string, entry: Entry, resolver: ReferenceResolver): Importer {
  const references = referencesIn(entry);
  const provides = references.map((one) => resolver.resolve(one));
  return {
    provides,
    wanted: provides.flatMap(({ copies }) => copies),
    links: references.flatMap(({ target }) =>
      target.startsWith('link:') ? [posix.join(folder, target.slice('link:'.length))] : [],
    ),
  };
}

function referencesIn(entry: Entry): Reference[] {
  return ['dependencies', 'devDependencies', 'optionalDependencies'].flatMap((field) => {
    const value = entry[field];
    if (!isObject(value)) return [];
    return Object.entries(value).flatMap(([name, wanted]) => {
      const target = isObject(wanted) ? wanted['version'] : wanted;
      return typeof target === 'string' ? [{ name, target }] : [];
    });
  });
}

function entryOf(key: string, packages: ReadonlyMap<string, Entry>): Entry {
  return packages.get(key) ?? packages.get(withoutPeers(key)) ?? {};
}

/** `/foo@1.0.0(peer@2.0.0)`, `@scope/foo@1.0.0`, and `/foo/1.0.0_peer@2.0.0` of version 5. */
function nameOf(key: string, packages: ReadonlyMap<string, Entry>): string | undefined {
  const { name } = entryOf(key, packages);
  if (typeof name === 'string') return name;
  return /^((?:@[^/@]+\/)?[^/@]+)[@/]./.exec(withoutPeers(key).replace(/^\//, ''))?.[1];
}

/** `undefined` if it is not a version of a registry. */
function versionIn(key: string, { version }: Entry): string | undefined {
  if (typeof version === 'string') return version;
  const plain = withoutPeers(key).replace(/^\//, '');
  return /^(?:@[^/@]+\/)?[^/@]+[@/](\d[^_/:]*)(?:_.*)?$/.exec(plain)?.[1];
}

function withoutPeers(key: string): string {
  return key.replace(/\(.*$/, '');
}

/** Neither the packages that are installed with it nor its download location are a part of it. */
function describe({ resolution, patched }: Entry): unknown {
  const integrity = isObject(resolution) ? resolution['integrity'] : undefined;
  return [integrity ?? resolution ?? null, patched ?? null];
}

function entriesOf(value: unknown): ReadonlyMap<string, Entry>;
function entriesOf<Value>(value: unknown, read: (entry: unknown) => Value): ReadonlyMap<string, Value>;
function entriesOf(
  value: unknown,
  read = (entry: unknown): unknown => (isObject(entry) ? entry : {}),
): ReadonlyMap<string, unknown> {
  return new Map(
    isObject(value) ? Object.entries(value).map(([key, entry]) => [key, read(entry)] as const) : [],
  );
}

function parseYaml(text: string): unknown {
  // Loaded late: most tasks take what a lockfile says from the cache.
  const { parse } = require('yaml') as typeof import('yaml');
  try {
    return parse(text, { uniqueKeys: false, maxAliasCount: 0, logLevel: 'silent' });
  } catch {
    return undefined; // not valid YAML
  }
}
