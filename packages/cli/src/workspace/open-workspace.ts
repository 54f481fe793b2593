import * as nodePath from 'node:path';
import { buildWorkspace, type Failure, failed, relativeToWorkspace, type Workspace } from '@nx-testmon/core';
import type { NamedInputs } from '@nx-testmon/engine';
import type { CommandIo } from '../command-io';
import { findWorkspaceRoot, type WorkspaceRoot } from './find-workspace-root';
import { matchPackages } from './match-projects';
import type { NxGraph, ProjectMatcher } from './nx-graph';
import { projectOfFile } from './project-of-file';
import { readPlainWorkspace } from './read-plain-workspace';

export interface OpenedWorkspace {
  readonly ok: true;
  readonly workspace: Workspace;
  readonly graph: NxGraph;
  readonly kind: WorkspaceRoot['kind'];
  readonly matchProjects: ProjectMatcher;
  /** Reads the named inputs of `nx.json`; none without Nx. */
  readonly namedInputs: () => NamedInputs;
  /** Without Nx: the package that contains the working directory. */
  readonly here?: string;
}

/** The workspace that contains the working directory: an Nx, npm, pnpm, Yarn or Bun workspace. */
export async function openWorkspace(io: CommandIo): Promise<OpenedWorkspace | Failure> {
  const root = findWorkspaceRoot(io.cwd);
  if (root === undefined) return failed({ kind: 'no-workspace', folder: io.cwd });
  const read = root.kind === 'nx' ? await io.readGraph(root.folder) : await readPlainWorkspace(root.folder);
  if (!read.ok) return read;
  const roots = Object.entries(read.graph.nodes).map(([name, { data }]) => [name, data.root] as const);
  const workspace = buildWorkspace(root.folder, Object.fromEntries(roots), read.graph.dependencies);
  const { graph, matchProjects = matchPackages, namedInputs = () => ({}) } = read;
  const opened = { ok: true, workspace, graph, kind: root.kind, matchProjects, namedInputs } as const;
  if (root.kind === 'nx' || io.cwd === root.folder) return opened;
  const folder = relativeToWorkspace(nodePath, root.folder, io.cwd);
  const here = projectOfFile(read.graph, `${folder}/package.json`);
  return here === undefined ? opened : { ...opened, here };
}
