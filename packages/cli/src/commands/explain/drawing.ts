import { count, moduleOfBlock, parseBlockId } from '@nx-testmon/core';
import type { ExplainedTestFile } from '@nx-testmon/engine';

const nodesShown = 60;

/** A graph to draw. Arrows lead to the dependencies of the test file. */
export interface DependencyDrawing {
  /** The title of the graph. */
  readonly title: string;
  readonly nodes: readonly DrawnNode[];
  /** Pairs of names of nodes. */
  readonly edges: readonly (readonly [from: string, to: string])[];
}

export interface DrawnNode {
  readonly name: string;
  readonly kind: 'test file' | 'module' | 'changed';
}

type Edge = readonly [from: string, to: string];

/** Draws the paths from a test file to the changes; without changes, the modules that it executes. */
export function drawTestFile(explained: ExplainedTestFile): DependencyDrawing {
  const { file, changes } = explained.explanation;
  const changed = new Set(changes.map(({ block }): string => block));
  const edges = changed.size > 0 ? edgesToChanges(explained) : edgesOfImports(explained);
  const { shown, left } = nearestNodes(file, edges);
  const title =
    changed.size > 0
      ? `from ${file} to ${count(changed.size, 'changed block')}`
      : `modules that ${file} executes`;
  return {
    title: left === 0 ? title : `${title}, ${count(left, 'more node')} left out`,
    nodes: [...shown].map((name) => ({
      name,
      kind: name === file ? 'test file' : changed.has(name) ? 'changed' : 'module',
    })),
    edges: edges.filter(([from, to]) => shown.has(from) && shown.has(to)),
  };
}

/** The steps between a changed block and the test file, by their modules. */
function edgesToChanges({ explanation: { file, changes } }: ExplainedTestFile): Edge[] {
  const edges = changes.flatMap(({ block, steps }): Edge[] => {
    const modules = [...steps]
      .reverse()
      .map(moduleOf)
      .filter((one) => one !== undefined);
    const path = [file, ...modules, block].filter((name, at, all) => name !== all[at - 1]);
    return path.slice(1).map((name, at) => [path[at]!, name] as const);
  });
  return distinct(edges);
}

/**
 * The imports between modules with executed functions. Other modules, such as barrels, are skipped: their
 * imports are drawn as those of their importers.
 */
function edgesOfImports({ explanation: { file, dependencies }, imports }: ExplainedTestFile): Edge[] {
  const drawn = new Set([
    file,
    ...dependencies.modules
      .filter(({ functions, executed }) => functions > 0 && executed?.length !== 0)
      .map(({ path }) => path),
  ]);
  const edges = [...drawn].flatMap((from) => {
    const seen = new Set<string>();
    const open = [...(imports.get(from) ?? [])];
    for (let to = open.pop(); to !== undefined; to = open.pop()) {
      if (seen.has(to)) continue;
      seen.add(to);
      if (!drawn.has(to)) open.push(...(imports.get(to) ?? []));
    }
    return [...seen].filter((to) => drawn.has(to) && to !== from).map((to): Edge => [from, to]);
  });
  return distinct(edges);
}

/** The nodes that are nearest to the test file. */
function nearestNodes(file: string, edges: readonly Edge[]) {
  const targets = new Map<string, string[]>();
  for (const [from, to] of edges) targets.set(from, [...(targets.get(from) ?? []), to]);
  // The iteration over a set includes entries that are added during it.
  const reached = new Set([file]);
  for (const from of reached) for (const to of targets.get(from) ?? []) reached.add(to);
  const all = new Set([...reached, ...edges.flat()]);
  return { shown: new Set([...all].slice(0, nodesShown)), left: Math.max(0, all.size - nodesShown) };
}

function distinct(edges: readonly Edge[]): Edge[] {
  return [...new Map(edges.map((edge) => [edge.join('\0'), edge])).values()];
}

/** A step is a block or the path of a module. */
function moduleOf(step: string): string | undefined {
  const id = parseBlockId(step);
  if (id === undefined) return undefined;
  return id.kind === 'file' ? id.path : moduleOfBlock(id);
}
