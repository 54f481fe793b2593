import { type Failure, failed } from '@nx-testmon/core';
import picomatch from 'picomatch';
import type { NxGraph, ProjectMatcher } from './nx-graph';

/** The projects of a workspace, and how patterns select some of them. */
interface KnownProjects {
  readonly graph: NxGraph;
  /** Whether Nx or `package.json` files define the projects. */
  readonly kind: 'nx' | 'packages';
  readonly matchProjects: ProjectMatcher;
}

export type ChosenProjects = { readonly ok: true; readonly projects?: readonly string[] } | Failure;

/**
 * The projects that patterns select: names, globs, folders, and `tag:…` in Nx. A leading `!` excludes.
 * Without patterns, all are selected.
 */
export function chooseProjects(
  { graph, kind, matchProjects }: KnownProjects,
  patterns: readonly string[] | undefined,
): ChosenProjects {
  if (patterns === undefined) return { ok: true };
  const find = (some: readonly string[]) => matchProjects([...some], graph.nodes);
  const unknown = patterns.filter((pattern) => find([pattern.replace(/^!/, '')]).length === 0);
  if (unknown.length === 0) return { ok: true, projects: find(patterns) };
  const known = kind === 'nx' ? {} : { known: Object.keys(graph.nodes) };
  return failed({ kind: 'unknown-project', projects: unknown, ...known });
}

/** Without Nx, patterns match by name, then by folder. */
export const matchPackages: ProjectMatcher = (patterns, nodes) => {
  const names = Object.keys(nodes);
  const selected = new Set(patterns[0]?.startsWith('!') ? names : []);
  for (const pattern of patterns) {
    const isExcluded = pattern.startsWith('!');
    const matches = picomatch(isExcluded ? pattern.slice(1) : pattern, { dot: true });
    const byName = names.filter((name) => name === pattern.replace(/^!/, '') || matches(name));
    const found = byName.length > 0 ? byName : names.filter((name) => matches(nodes[name]?.data.root ?? ''));
    for (const name of found) {
      if (isExcluded) selected.delete(name);
      else selected.add(name);
    }
  }
  return [...selected];
};
