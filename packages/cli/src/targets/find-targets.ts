import { type Failed, failed, TESTMON_EXECUTOR } from '@nx-testmon/core';
import { testRunners } from '@nx-testmon/engine/test-runners';
import type { NxGraph } from '../workspace/nx-graph';

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
  /** Names of projects of the graph. Default: all. */
  readonly projects?: readonly string[] | undefined;
  /** Default: `testmon`, or the first target with our executor if the project has no target of that name. */
  readonly target?: string | undefined;
  /** True: every test configuration of a project, not only the main one. */
  readonly all?: boolean | undefined;
  /** Whether Nx or `package.json` files define the projects. Default: Nx. */
  readonly kind?: 'nx' | 'packages' | undefined;
}

/** The targets of a workspace with our executor, one for each project unless `all` is set. */
export function findTargets(
  graph: NxGraph,
  { projects, target, all, kind = 'nx' }: TargetFilter,
): FoundTargets {
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
  const runners = kind === 'packages' ? { runners: testRunners.map(({ title }) => title) } : {};
  return failed({ kind: 'no-target', projects, target, workspace: kind, ...runners });
}

/** All targets of a project with our executor, in Nx's order. */
export function targetsOf(graph: NxGraph, project: string): TestmonTarget[] {
  const node = graph.nodes[project];
  return Object.entries(node?.data.targets ?? {})
    .filter(([, { executor }]) => executor === TESTMON_EXECUTOR)
    .map(([name, { options = {}, configurations = {}, defaultConfiguration = '' }]) => ({
      project,
      projectRoot: node?.data.root ?? '.',
      name,
      options: { ...options, ...configurations[defaultConfiguration] },
      configurations,
    }));
}

/** Of targets with the same options, only one: the one whose name starts with `testmon`, otherwise the first. */
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
