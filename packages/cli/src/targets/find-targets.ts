import { type Failure, failed, TARGET_MARK, type TargetMark, TESTMON_EXECUTOR } from '@nx-testmon/core';
import { testRunners } from '@nx-testmon/engine/test-runners';
import type { NxGraph } from '../workspace/nx-graph';

export interface TestmonTarget {
  readonly project: string;
  readonly projectRoot: string;
  readonly name: string;
  /** The plugin's mark; absent for a target that the project defines itself. */
  readonly mark?: TargetMark;
  readonly options: Readonly<Record<string, unknown>>;
  /** Options by the name of the configuration that sets them. */
  readonly configurations: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

export type FoundTargets = { readonly ok: true; readonly targets: readonly TestmonTarget[] } | Failure;

export interface TargetFilter {
  /** Names of projects in the graph; all by default. */
  readonly projects?: readonly string[] | undefined;
  /**
   * By default, the target that the plugin marks as the main one. Without a mark, the target `testmon`, or if
   * the project has none, its first target with our executor.
   */
  readonly target?: string | undefined;
  /** If true, every test configuration of a project is included, not only the main one. */
  readonly all?: boolean | undefined;
  /** Whether Nx or `package.json` files define the projects; Nx by default. */
  readonly kind?: 'nx' | 'packages' | undefined;
}

/**
 * Finds the targets of a workspace with our executor: one for each project, or all of them if `all` is set.
 */
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
      const wanted = target === undefined ? mainTarget(own) : own.find(({ name }) => name === target);
      return wanted ?? [];
    });
  if (targets.length > 0) return { ok: true, targets };
  const runners = kind === 'packages' ? { runners: testRunners.map(({ title }) => title) } : {};
  return failed({ kind: 'no-target', projects, target, workspace: kind, ...runners });
}

/** If the plugin is registered several times, there may be several marks. */
function mainTarget(targets: readonly TestmonTarget[]): TestmonTarget | undefined {
  const marked = targets.filter(({ mark }) => mark === 'main');
  const candidates = marked.length > 0 ? marked : targets;
  return candidates.find(({ name }) => name === 'testmon') ?? candidates[0];
}

/** All targets of a project with our executor, in Nx's order. */
export function targetsOf(graph: NxGraph, project: string): TestmonTarget[] {
  const node = graph.nodes[project];
  return Object.entries(node?.data.targets ?? {})
    .filter(([, { executor }]) => executor === TESTMON_EXECUTOR)
    .map(([name, { options = {}, configurations = {}, defaultConfiguration = '', metadata = {} }]) => ({
      project,
      projectRoot: node?.data.root ?? '.',
      name,
      ...markOf(metadata),
      options: { ...options, ...configurations[defaultConfiguration] },
      configurations,
    }));
}

function markOf({ [TARGET_MARK]: mark }: Readonly<Record<string, unknown>>): { readonly mark?: TargetMark } {
  return mark === 'main' || mark === 'further' ? { mark } : {};
}

/**
 * Keeps one of several targets with the same options: the one with the plugin's mark, otherwise the one whose
 * name starts with `testmon`, otherwise the first.
 */
export function distinctTargets(targets: readonly TestmonTarget[]): TestmonTarget[] {
  const byOptions = new Map<string, TestmonTarget>();
  for (const target of targets) {
    const key = JSON.stringify(target.options);
    const known = byOptions.get(key);
    if (!known || rankOf(target) > rankOf(known)) byOptions.set(key, target);
  }
  return [...byOptions.values()];
}

function rankOf({ mark, name }: TestmonTarget): number {
  return (mark === undefined ? 0 : 2) + (name.startsWith('testmon') ? 1 : 0);
}
