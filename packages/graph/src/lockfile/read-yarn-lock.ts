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

/** Ranges by the name of a package. */
export type Ranges = ReadonlyMap<string, string>;

/**
 * Reads `yarn.lock` of Yarn 1 and later versions; `undefined` for any other text.
 *
 * @param manifests the ranges that projects require, by folder, which the lockfile of Yarn 1 does not contain
 */
export function readYarnLock(
  text: string,
  manifests: ReadonlyMap<string, Ranges> = new Map(),
): LockGraph | undefined {
  const lock = parse(text);
  // Without either mark the parser assumes a version, and often the wrong one.
  if (!lock || !(text.includes('# yarn lockfile v1') || isObject(lock['__metadata']))) return undefined;
  const entries = Object.entries(lock).filter(([key]) => key !== '__metadata');
  if (!entries.every((one): one is [string, Entry] => isObject(one[1]))) return undefined;
  const resolver = new DescriptorResolver(entries);
  const copies = new Map(entries.flatMap(([key, entry]) => copiesOf(key, entry, resolver)));
  const workspaces = entries.flatMap(([, entry]) => {
    const folder = workspaceFolder(entry);
    return folder === undefined ? [] : [[folder, rangesIn(entry)] as const];
  });
  const importers = isObject(lock['__metadata']) ? workspaces : [...manifests];
  return {
    copies,
    importers: new Map(importers.map(([folder, ranges]) => [folder, importerOf(ranges, resolver)])),
    isolates: false,
  };
}

/** The copies of an entry: one for each name in its descriptors. */
function copiesOf(key: string, entry: Entry, resolver: DescriptorResolver): [string, LockedCopy][] {
  const folder = workspaceFolder(entry);
  const peers = isObject(entry['peerDependencies']) ? Object.keys(entry['peerDependencies']) : [];
  const dependencies =
    folder === undefined
      ? [
          ...[...rangesIn(entry)].map(([name, range]) => resolver.resolve(name, range)),
          // The importer of the package determines these copies.
          ...peers.map((name) => ({ name, copies: resolver.copiesOf(name) })),
        ]
      : [];
  const version = versionOf(key, entry);
  return namesIn(key).map((name) => [
    copyId(name, key),
    { name, version, entry: folder === undefined ? describe(entry) : `workspace ${folder}`, dependencies },
  ]);
}

function importerOf(ranges: Ranges, resolver: DescriptorResolver): Importer {
  const provides = [...ranges].map(([name, range]) => resolver.resolve(name, range));
  const wanted = provides.flatMap(({ copies }) => copies);
  return { provides, wanted, links: wanted.flatMap((id) => resolver.folderOf(id) ?? []) };
}

function copyId(name: string, key: string): string {
  return `${name} ${key}`;
}

/** Finds the entries for descriptors such as `x@^1.0.0` and `x@npm:^1.0.0`. */
class DescriptorResolver {
  private readonly byDescriptor = new Map<string, string>();
  private readonly byName: ReadonlyMap<string, readonly string[]>;
  private readonly patched: ReadonlySet<string>;
  private readonly folders = new Map<string, string>();

  constructor(entries: readonly (readonly [string, Entry])[]) {
    const named = entries.flatMap(([key]) =>
      namesIn(key).map((name) => [copyId(name, key), { name }] as const),
    );
    this.byName = idsByName(named);
    const patched = new Set<string>();
    for (const [key, entry] of entries) {
      const folder = workspaceFolder(entry);
      for (const descriptor of descriptorsIn(key)) {
        const name = nameInDescriptor(descriptor);
        if (name === undefined) continue;
        this.byDescriptor.set(descriptor, copyId(name, key));
        if (folder !== undefined) this.folders.set(copyId(name, key), folder);
        if (descriptor.startsWith(`${name}@patch:`)) patched.add(copyId(name, key));
      }
    }
    this.patched = patched;
  }

  /**
   * Resolves a range. Without a locked copy for it, for example because of a resolution, the result is all copies of
   * the name.
   */
  resolve(name: string, range: string): LockedDependency {
    const id = [`${name}@${range}`, `${name}@npm:${range}`]
      .map((descriptor) => this.byDescriptor.get(descriptor))
      .find((found) => found !== undefined);
    if (id === undefined) return { name, copies: this.copiesOf(name) };
    // Yarn replaces some packages by patched ones that their dependents do not mention.
    const patched = this.copiesOf(name).filter((one) => one !== id && this.patched.has(one));
    return { name, copies: [id, ...patched] };
  }

  copiesOf(name: string): readonly string[] {
    return this.byName.get(name) ?? [];
  }

  /** The folder of a package of the workspace. */
  folderOf(id: string): string | undefined {
    return this.folders.get(id);
  }
}

/** The order of descriptors and the source of a package do not identify it. */
function describe(entry: Entry): string {
  const { version, resolved, resolution, integrity, checksum } = entry;
  // Later versions write the version of the cache before a slash.
  const content = typeof checksum === 'string' ? checksum.replace(/^.*\//, '') : (integrity ?? resolved);
  return JSON.stringify([version ?? null, resolution ?? null, content ?? null]);
}

function workspaceFolder({ resolution }: Entry): string | undefined {
  const folder = typeof resolution === 'string' ? /@workspace:(.*)$/.exec(resolution)?.[1] : undefined;
  return folder === undefined ? undefined : posix.normalize(folder);
}

/** `undefined` if it is not a version of a registry. */
function versionOf(key: string, { version }: Entry): string | undefined {
  const isOther = /@(?:workspace|link|portal|file|git|https?|exec):|github:/.test(key);
  return typeof version === 'string' && /^\d/.test(version) && !isOther ? version : undefined;
}

function rangesIn(entry: Entry): Ranges {
  return new Map(
    ['dependencies', 'optionalDependencies'].flatMap((field) => {
      const value = entry[field];
      if (!isObject(value)) return [];
      return Object.entries(value).map(([name, range]): [string, string] => [name, String(range)]);
    }),
  );
}

/** Both Yarn 1 and later versions join descriptors with `, `. An entry is the same package for all of them. */
function descriptorsIn(key: string): string[] {
  return key.split(/,\s*/).map((descriptor) => descriptor.replace(/^"|"$/g, ''));
}

function namesIn(key: string): string[] {
  return [...new Set(descriptorsIn(key).flatMap((descriptor) => nameInDescriptor(descriptor) ?? []))];
}

function nameInDescriptor(descriptor: string): string | undefined {
  return /^((?:@[^/@]+\/)?[^/@]+)@/.exec(descriptor)?.[1];
}

function parse(text: string): Entry | undefined {
  // Loaded late: most tasks take what a lockfile says from the cache.
  const { parseSyml } = require('@yarnpkg/parsers') as typeof import('@yarnpkg/parsers');
  try {
    const lock: unknown = parseSyml(text);
    return isObject(lock) ? lock : undefined;
  } catch {
    return undefined; // cut off, or in another form
  }
}
