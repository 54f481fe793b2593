import { digestParts } from '@nx-testmon/core';

/** What a lockfile says about the packages of one name, all its versions together. */
export interface LockedPackage {
  /** Everything that identifies what is installed, one text per entry. */
  readonly entries: readonly string[];
  /** Names of the packages it needs, optional and peer ones among them. */
  readonly dependencies: ReadonlySet<string>;
}

/** Packages by name. */
export type LockGraph = ReadonlyMap<string, LockedPackage>;

/** Builds a lock graph entry by entry. */
export function createLockGraph(): {
  add(name: string, entry: string, dependencies: Iterable<string>): void;
  readonly graph: LockGraph;
} {
  const graph = new Map<string, { entries: string[]; dependencies: Set<string> }>();
  return {
    graph,
    add(name, entry, dependencies) {
      let known = graph.get(name);
      if (!known) graph.set(name, (known = { entries: [], dependencies: new Set() }));
      known.entries.push(entry);
      for (const dependency of dependencies) known.dependencies.add(dependency);
    },
  };
}

/**
 * Digest of every package with all it depends on, in one pass: packages that need each other share one
 * digest. Tarjan, "Depth-first search and linear graph algorithms" (1972), with a stack of its own.
 */
export function digestLockGraph(graph: LockGraph): ReadonlyMap<string, string> {
  const order = new Map<string, number>();
  const low = new Map<string, number>();
  const digests = new Map<string, string>();
  const open: string[] = [];

  for (const start of graph.keys()) {
    if (order.has(start)) continue;
    const stack = [visit(start)];
    for (let top = stack.at(-1); top; top = stack.at(-1)) {
      const next = top.dependencies[top.next++];
      if (next !== undefined) {
        if (!order.has(next)) stack.push(visit(next));
        else if (!digests.has(next)) low.set(top.name, Math.min(low.get(top.name)!, order.get(next)!));
        continue;
      }
      stack.pop();
      const parent = stack.at(-1);
      if (parent) low.set(parent.name, Math.min(low.get(parent.name)!, low.get(top.name)!));
      if (low.get(top.name) === order.get(top.name)) close(top.name);
    }
  }
  return digests;

  function visit(name: string) {
    order.set(name, order.size);
    low.set(name, order.get(name)!);
    open.push(name);
    const dependencies = [...(graph.get(name)?.dependencies ?? [])].filter((other) => graph.has(other));
    return { name, dependencies, next: 0 };
  }

  function close(name: string): void {
    const members = open.splice(open.lastIndexOf(name)).sort();
    const own = members.flatMap((member) => [member, ...[...graph.get(member)!.entries].sort()]);
    const below = new Set<string>();
    for (const member of members) {
      for (const dependency of graph.get(member)!.dependencies) {
        // A dependency that is not locked counts by its name alone.
        const known = digests.get(dependency) ?? (graph.has(dependency) ? undefined : `absent ${dependency}`);
        if (known !== undefined) below.add(known);
      }
    }
    const shared = digestParts([...own, '', ...[...below].sort()]);
    for (const member of members) digests.set(member, digestParts([member, shared]));
  }
}
