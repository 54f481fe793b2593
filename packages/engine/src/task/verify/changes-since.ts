import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import { isInside, type Workspace } from '@nx-testmon/core';

/**
 * The changes after a moment, by file times. `paths` is `undefined` if nearly all files are newer, as after a checkout.
 */
export interface ChangesSince {
  /** Projects that were looked at: the named one and all it depends on. */
  readonly projects: readonly string[];
  /** Relative to the workspace root, sorted. */
  readonly paths: readonly string[] | undefined;
}

export interface ChangeQuery {
  readonly workspace: Workspace;
  readonly project: string;
  /** Of the workspace's files. */
  readonly paths: readonly string[];
  /** The modules that the test loads. */
  readonly modules: ReadonlySet<string>;
  /** In ms since 1970. */
  readonly since: number;
}

/** Files of a project, of all it depends on, and modules of the test, that are newer than a moment. */
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
    // An edit may keep the time of modification, but not the time of change.
    const { mtimeMs, ctimeMs } = lstatSync(path);
    return Math.max(mtimeMs, ctimeMs);
  } catch {
    return Infinity;
  }
}
