import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { type Failure, failed } from '@nx-testmon/core';
import type { NamedInputs } from '@nx-testmon/engine';
import { describeGraphError } from './describe-graph-error';
import type { NxGraph, ProjectMatcher } from './nx-graph';

interface Devkit {
  createProjectGraphAsync(options: { exitOnError: boolean }): Promise<NxGraph>;
  readNxJson(tree: FileTree): { readonly namedInputs?: NamedInputs } | null;
}

/** The part of a tree that the devkit needs to read a file. */
interface FileTree {
  readonly root: string;
  exists(path: string): boolean;
  read(path: string): string | null;
}

export type GraphResult =
  | {
      readonly ok: true;
      readonly graph: NxGraph;
      /** Matches `--projects` as the workspace's own version of Nx does. */
      readonly matchProjects?: ProjectMatcher | undefined;
      /** Reads the named inputs of `nx.json` and of the file that it extends. */
      readonly namedInputs?: () => NamedInputs;
    }
  | Failure;

/**
 * Reads the projects through the workspace's own version of Nx.
 *
 * Changes the environment of this process, because Nx takes the workspace root only from there. Starts no daemon,
 * which would outlive the command, but uses one that already runs, because it is faster.
 */
export async function readNxGraph(workspaceRoot: string): Promise<GraphResult> {
  process.env['NX_WORKSPACE_ROOT_PATH'] = workspaceRoot;
  const daemon = existsSync(join(workspaceRoot, '.nx/workspace-data/d/server-process.json'));
  process.env['NX_DAEMON'] ??= String(daemon);
  const restore = sendOutputToErrors();
  try {
    const devkit = loadDevkit(workspaceRoot);
    const graph = await devkit.createProjectGraphAsync({ exitOnError: false });
    const namedInputs = () => devkit.readNxJson(fileTree(workspaceRoot))?.namedInputs ?? {};
    return { ok: true, graph, matchProjects: findMatcher(workspaceRoot), namedInputs };
  } catch (error) {
    return failed({ kind: 'nx-graph-failed', root: workspaceRoot, detail: describeGraphError(error) });
  } finally {
    restore();
  }
}

/** The workspace's devkit; if it is missing, the module of the workspace's Nx that the devkit re-exports. */
function loadDevkit(workspaceRoot: string): Devkit {
  const fromRoot = createRequire(join(workspaceRoot, 'package.json'));
  try {
    return fromRoot('@nx/devkit') as Devkit;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'MODULE_NOT_FOUND') throw error;
    return fromRoot('nx/src/devkit-exports') as Devkit;
  }
}

function fileTree(root: string): FileTree {
  const path = (name: string) => join(root, name);
  return {
    root,
    exists: (name) => existsSync(path(name)),
    read: (name) => readFileSync(path(name), 'utf8'),
  };
}

/** In Nx 21 and 22, the function has its own file. Nx does not export it to plugins, so it may be missing. */
function findMatcher(workspaceRoot: string): ProjectMatcher | undefined {
  const fromRoot = createRequire(join(workspaceRoot, 'package.json'));
  for (const path of ['nx/src/devkit-internals', 'nx/src/utils/find-matching-projects']) {
    try {
      const { findMatchingProjects } = fromRoot(path) as { readonly findMatchingProjects?: ProjectMatcher };
      if (findMatchingProjects !== undefined) return findMatchingProjects;
    } catch {
      continue;
    }
  }
  return undefined;
}

/** Nx prints warnings to standard output, which would make a JSON document invalid. */
function sendOutputToErrors(): () => void {
  // eslint-disable-next-line @typescript-eslint/unbound-method -- is not called, only put back
  const { write } = process.stdout;
  process.stdout.write = process.stderr.write.bind(process.stderr);
  return () => (process.stdout.write = write);
}
