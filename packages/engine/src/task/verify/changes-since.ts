import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import { isInside, rethrowUnlessSystemError, type Workspace } from '@nx-testmon/core';

/**
 * The changes after a moment, by file times. `paths` is `undefined` if nearly all files are newer, as after a checkout.
 */
export interface ChangesSince {
  /** The examined projects: the named one, and its direct and indirect dependencies. */
  readonly projects: readonly string[];
  /** Paths relative to the workspace root, sorted. */
  readonly paths: readonly string[] | undefined;
}

export interface ChangeQuery {
  readonly workspace: Workspace;
  readonly project: string;
  /** Paths of the workspace's files. */
  readonly paths: readonly string[];
  /** The modules that the test loads. */
  readonly modules: ReadonlySet<string>;
  /** In ms since 1970. */
  readonly since: number;
}

/**
 * Finds files that are newer than a moment: those of a project and its dependencies, and modules of the test.
 */
export function findChangesSince({ workspace, project, paths, modules, since }: ChangeQuery): ChangesSince {
  const projects = withDependencies(workspace, project);
  const roots = workspace.projects.filter(({ name }) => projects.includes(name)).map(({ root }) => root);
  const near = paths.filter((path) => modules.has(path) || roots.some((root) => isInside(root, path)));
  const newer = near.filter((path) => modifiedAt(join(workspace.root, path)) > since);
  const isFreshCheckout = near.length > 3 && newer.length > near.length * 0.9;
  return { projects, paths: isFreshCheckout ? undefined : newer };
}

function withDependencies({ projects }: Workspace, project: string): string[] {
  const found = new Set([project]);
  for (const name of found) {
    for (const next of projects.find((one) => one.name === name)?.dependencies ?? []) found.add(next);
  }
  return [...found];
}

function modifiedAt(path: string): number {
  try {
    // An edit may keep the modification time (`mtime`), but not the change time (`ctime`).
    const { mtimeMs, ctimeMs } = lstatSync(path);
    return Math.max(mtimeMs, ctimeMs);
  } catch (error) {
    rethrowUnlessSystemError(error);
    return Infinity;
  }
}
