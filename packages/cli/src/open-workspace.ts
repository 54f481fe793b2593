import { buildWorkspace, type Workspace } from '@nx-testmon/core';
import type { CommandIo } from './command-io';
import { findWorkspaceRoot } from './find-workspace-root';
import type { NxGraph } from './nx-graph';

export type OpenedWorkspace =
  | { readonly ok: true; readonly workspace: Workspace; readonly graph: NxGraph }
  | { readonly ok: false; readonly problem: string };

/** The Nx workspace around the working directory. */
export async function openWorkspace(io: CommandIo): Promise<OpenedWorkspace> {
  const root = findWorkspaceRoot(io.cwd);
  if (root === undefined)
    return { ok: false, problem: `no nx.json in ${io.cwd} or above: not an Nx workspace` };
  const read = await io.readGraph(root);
  if (!read.ok) return read;
  const roots = Object.entries(read.graph.nodes).map(([name, { data }]) => [name, data.root] as const);
  const workspace = buildWorkspace(root, Object.fromEntries(roots), read.graph.dependencies);
  return { ok: true, workspace, graph: read.graph };
}
