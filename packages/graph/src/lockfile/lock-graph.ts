import { ComponentFinder, digestParts } from '@nx-testmon/core';

/** What a lockfile says about the packages of one name, all its versions together. */
export interface LockedPackage {
  /** Everything that identifies what is installed, one text per entry. */
  readonly entries: readonly string[];
  /** Names of the packages it needs, optional and peer ones among them. */
  readonly dependencies: ReadonlySet<string>;
  /** What should be installed. */
  readonly copies: readonly LockedCopy[];
}

/** One version that should be installed. */
export interface LockedCopy {
  /** Relative to the lockfile's folder, where the lockfile says it. */
  readonly path?: string;
  /** `undefined` where it has none, as a link or a repository. */
  readonly version: string | undefined;
}

/** Packages by name. */
export type LockGraph = ReadonlyMap<string, LockedPackage>;

/** Builds a lock graph entry by entry. */
export function createLockGraph(): {
  readonly add: (name: string, entry: string, dependencies: Iterable<string>, copy?: LockedCopy) => void;
  readonly graph: LockGraph;
} {
  const graph = new Map<string, { entries: string[]; dependencies: Set<string>; copies: LockedCopy[] }>();
  return {
    graph,
    add(name, entry, dependencies, copy) {
      let known = graph.get(name);
      if (!known) graph.set(name, (known = { entries: [], dependencies: new Set(), copies: [] }));
      known.entries.push(entry);
      if (copy) known.copies.push(copy);
      for (const dependency of dependencies) known.dependencies.add(dependency);
    },
  };
}

/** The graph with more entries of some packages, which then count for all that depend on them. */
export function withEntries(graph: LockGraph, more: (name: string) => readonly string[]): LockGraph {
  return new Map(
    [...graph].map(([name, locked]) => {
      const entries = more(name);
      return [name, entries.length === 0 ? locked : { ...locked, entries: [...locked.entries, ...entries] }];
    }),
  );
}

/** Digest of every package with all it depends on, in one pass: packages that need each other share one digest. */
export function digestLockGraph(graph: LockGraph): ReadonlyMap<string, string> {
  const finder = new ComponentFinder<string>((name) =>
    [...(graph.get(name)?.dependencies ?? [])].filter((other) => graph.has(other)),
  );
  const digests = new Map<string, string>();
  for (const start of graph.keys()) {
    for (const { members } of finder.find(start)) {
      const shared = digestTogether(graph, [...members].sort(), digests);
      for (const member of members) digests.set(member, digestParts([member, shared]));
    }
  }
  return digests;
}

/** @param digests those of the packages that the members depend on, and none of the members */
function digestTogether(
  graph: LockGraph,
  members: readonly string[],
  digests: ReadonlyMap<string, string>,
): string {
  const own = members.flatMap((member) => [member, ...[...graph.get(member)!.entries].sort()]);
  const below = new Set<string>();
  for (const member of members) {
    for (const dependency of graph.get(member)!.dependencies) {
      // A dependency that is not locked counts by its name alone.
      const known = digests.get(dependency) ?? (graph.has(dependency) ? undefined : `absent ${dependency}`);
      if (known !== undefined) below.add(known);
    }
  }
  return digestParts([...own, '', ...[...below].sort()]);
}
