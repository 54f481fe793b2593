import type { ProjectGraph as NxProjectGraph } from '@nx/devkit';

/** Nx's project graph, as `nx graph` writes it. */
export type ProjectGraph = Pick<NxProjectGraph, 'nodes' | 'dependencies'>;

type Neighbors = (project: string) => readonly string[];

/** The project that contains a file. If several do, it is the one with the longest root. */
export function ownerOf(graph: ProjectGraph, path: string): string | undefined {
  const depthOf = (root: string): number => (root === '.' ? 0 : root.length);
  const owners = Object.values(graph.nodes).filter(
    ({ data }) => data.root === '.' || path.startsWith(`${data.root}/`),
  );
  return owners.sort((one, other) => depthOf(other.data.root) - depthOf(one.data.root))[0]?.name;
}

/** All projects that can be reached from these, including these. */
export function reach(neighbors: Neighbors, names: readonly string[]): ReadonlySet<string> {
  const reached = new Set(names);
  for (const name of reached) for (const other of neighbors(name)) reached.add(other);
  return reached;
}

export const dependenciesOf =
  (graph: ProjectGraph): Neighbors =>
  (name) =>
    (graph.dependencies[name] ?? []).map(({ target }) => target);

export const dependentsOf =
  (graph: ProjectGraph): Neighbors =>
  (name) =>
    Object.entries(graph.dependencies)
      .filter(([, targets]) => targets.some(({ target }) => target === name))
      .map(([source]) => source);

/**
 * Projects that own one of the files, and their dependents; `undefined`, which means all projects, if a file
 * has no project.
 */
export function findAffected(graph: ProjectGraph, files: readonly string[]): ReadonlySet<string> | undefined {
  const owners = files.map((file) => ownerOf(graph, file));
  const known = owners.filter((name) => name !== undefined);
  return known.length < owners.length ? undefined : reach(dependentsOf(graph), known);
}
