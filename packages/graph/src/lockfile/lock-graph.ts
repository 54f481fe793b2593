/** A copy of a package that should be installed. */
export interface LockedCopy {
  /** The installed name. A package that is installed under two names has two copies. */
  readonly name: string;
  /** `undefined` if it is not from a registry, but a link or a repository, for example. */
  readonly version: string | undefined;
  /** Relative to the lockfile's folder, if the lockfile contains it. */
  readonly path?: string;
  /** Everything that identifies what is installed. */
  readonly entry: string;
  /** Its dependencies, including optional and peer packages. */
  readonly dependencies: readonly LockedDependency[];
}

/** A dependency and the copy that it resolves to. */
export interface LockedDependency {
  readonly name: string;
  /** Ids of copies: several if the lockfile does not determine which one, none if the package is not locked. */
  readonly copies: readonly string[];
}

/** A folder for which packages are installed: the root of a lockfile, or a project. */
export interface Importer {
  /** Packages that its code finds by name, if no folder below it contains them. */
  readonly provides: readonly LockedDependency[];
  /** Ids of copies that its manifest requires. Their dependencies are installed for it as well. */
  readonly wanted: readonly string[];
  /** Folders of the packages of the workspace that it depends on, relative to the lockfile. */
  readonly links: readonly string[];
}

export interface LockGraph {
  /** By an id that is unique in the lockfile. */
  readonly copies: ReadonlyMap<string, LockedCopy>;
  /** By folder, relative to the lockfile's folder; the root is `.`. */
  readonly importers: ReadonlyMap<string, Importer>;
  /**
   * Whether code finds only packages that its importer requires: true for pnpm, unless a setting changes it. The
   * other package managers install every package where all projects find it.
   */
  readonly isolates: boolean;
}

/** Ids of copies by name. */
export function idsByName(
  copies: Iterable<readonly [id: string, copy: Pick<LockedCopy, 'name'>]>,
): ReadonlyMap<string, readonly string[]> {
  const ids = new Map<string, string[]>();
  for (const [id, { name }] of copies) {
    const known = ids.get(name);
    if (known) known.push(id);
    else ids.set(name, [id]);
  }
  return ids;
}

/**
 * The graph with additional texts in the entries of some packages. They count for everything that depends on the
 * packages.
 */
export function withEntries(graph: LockGraph, more: (name: string) => readonly string[]): LockGraph {
  const texts = new Map([...idsByName(graph.copies).keys()].map((name) => [name, more(name)]));
  const copies = [...graph.copies].map(([id, copy]): [string, LockedCopy] => {
    const added = texts.get(copy.name) ?? [];
    return [id, added.length === 0 ? copy : { ...copy, entry: JSON.stringify([copy.entry, ...added]) }];
  });
  return { ...graph, copies: new Map(copies) };
}

/**
 * The graph without some packages. A dependency on one of them becomes a dependency on a package that is not locked.
 */
export function withoutPackages(graph: LockGraph, isIgnored: (name: string) => boolean): LockGraph {
  const copies = new Map([...graph.copies].filter(([, { name }]) => !isIgnored(name)));
  const filtered = (dependencies: readonly LockedDependency[]) =>
    dependencies.map(({ name, copies: ids }) => ({ name, copies: ids.filter((id) => copies.has(id)) }));
  return {
    ...graph,
    copies: new Map(
      [...copies].map(([id, copy]) => [id, { ...copy, dependencies: filtered(copy.dependencies) }]),
    ),
    importers: new Map(
      [...graph.importers].map(([folder, { provides, wanted, links }]) => [
        folder,
        { provides: filtered(provides), wanted: wanted.filter((id) => copies.has(id)), links },
      ]),
    ),
  };
}
