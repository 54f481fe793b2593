import { isInside } from '@nx-testmon/core';
import type { NxGraph } from './nx-graph';

/** The project that contains a file: the one with the longest root. */
export function projectOfFile(graph: NxGraph, path: string): string | undefined {
  const owners = Object.entries(graph.nodes).filter(([, { data }]) => isInside(data.root, path));
  return owners.sort(([, a], [, b]) => depth(b.data.root) - depth(a.data.root))[0]?.[0];
}

function depth(root: string): number {
  return root === '.' ? 0 : root.length;
}
