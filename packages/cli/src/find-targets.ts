import { type Failed, failed } from '@nx-testmon/core';
import type { NxGraph } from './nx-graph';

export const EXECUTOR = 'nx-testmon:testmon';

export interface TestmonTarget {
  readonly project: string;
  readonly projectRoot: string;
  readonly name: string;
  readonly options: Readonly<Record<string, unknown>>;
  /** Options by the name of the configuration that sets them. */
  readonly configurations: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

export type FoundTargets = { readonly ok: true; readonly targets: readonly TestmonTarget[] } | Failed;

export interface TargetFilter {
  readonly projects?: readonly string[] | undefined;
  /** By default each project's `testmon`, or its first target of ours where none is called so. */
  readonly target?: string | undefined;
  /** True: every test configuration of a project, and not only its main one. */
  readonly all?: boolean | undefined;
  /** Whether Nx or `package.json` names the projects; Nx by default. */
  readonly kind?: 'nx' | 'packages' | undefined;
}

/** The targets of a workspace that our executor runs, one for each project unless a name is given. */
export function findTargets(
  graph: NxGraph,
  { projects, target, all, kind = 'nx' }: TargetFilter,
): FoundTargets {
  const unknown = (projects ?? []).filter((name) => !(name in graph.nodes));
  if (unknown.length > 0) {
    const known = kind === 'nx' ? undefined : Object.keys(graph.nodes);
    return failed({ kind: 'unknown-project', projects: unknown, ...(known ? { known } : {}) });
  }
  const targets = Object.keys(graph.nodes)
    .sort()
    .filter((name) => projects?.includes(name) ?? true)
    .flatMap((project) => {
      const own = targetsOf(graph, project);
      if (all === true && target === undefined) return distinctTargets(own);
      const wanted = own.find(({ name }) => name === (target ?? 'testmon'));
      return wanted ?? (target === undefined ? own[0] : undefined) ?? [];
    });
  if (targets.length > 0) return { ok: true, targets };
  return failed({ kind: 'no-target', projects, target, workspace: kind });
}

/** All targets of a project that our executor runs, in Nx's order. */
export function targetsOf(graph: NxGraph, project: string): TestmonTarget[] {
  const node = graph.nodes[project];
  return Object.entries(node?.data.targets ?? {})
    .filter(([, { executor }]) => executor === EXECUTOR)
    .map(([name, { options = {}, configurations = {}, defaultConfiguration = '' }]) => ({
      project,
      projectRoot: node?.data.root ?? '.',
      name,
      options: { ...options, ...configurations[defaultConfiguration] },
      configurations,
    }));
}

/** Targets that do the same under different names count once: as `testmon…` where one is called so, else first. */
export function distinctTargets(targets: readonly TestmonTarget[]): TestmonTarget[] {
  const byOptions = new Map<string, TestmonTarget>();
  for (const target of targets) {
    const key = JSON.stringify(target.options);
    const known = byOptions.get(key);
    if (!known || (!known.name.startsWith('testmon') && target.name.startsWith('testmon'))) {
      byOptions.set(key, target);
    }
  }
  return [...byOptions.values()];
}

/** The project that a file lies in: of several, the one with the longest root. */
export function projectOfFile(graph: NxGraph, path: string): string | undefined {
  const owners = Object.entries(graph.nodes).filter(
    ([, { data }]) => data.root === '.' || data.root === '' || path.startsWith(`${data.root}/`),
  );
  return owners.sort(([, a], [, b]) => depth(b.data.root) - depth(a.data.root))[0]?.[0];
}

function depth(root: string): number {
  return root === '.' ? 0 : root.length;
}
