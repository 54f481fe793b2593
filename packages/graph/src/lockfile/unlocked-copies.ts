import { join } from 'node:path';
import { joinWorkspacePath } from '@nx-testmon/core';
import { versionAt } from './installed-version';
import type { LockGraph } from './lock-graph';
import { packageNamesIn } from './package-names';

/** Names of the packages in the projects' own `node_modules` folders. @param root absolute path of the workspace */
export function namesInProjects(root: string, projectRoots: readonly string[]): string {
  return projectRoots
    .flatMap((project) => {
      const names = packageNamesIn(join(root, project, 'node_modules')).filter(
        (name) => !name.startsWith('.'),
      );
      return names.length === 0 ? [] : [`${project} ${names.join(' ')}`];
    })
    .join('\n');
}

/**
 * Finds packages in folders of projects where the lockfile has none, for example after switching from a branch
 * without installing again. Code in such a folder loads them instead of the locked ones.
 *
 * @param root absolute path of the lockfile's folder
 * @param projectRoots relative to it
 * @returns installed versions with their folders, by name
 */
export function findUnlockedCopies(
  root: string,
  projectRoots: readonly string[],
  graph: LockGraph,
): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  const locked = lockedVersions(graph);
  for (const project of projectRoots) {
    const folder = joinWorkspacePath(project, 'node_modules');
    for (const name of packageNamesIn(join(root, folder))) {
      const versions = locked.get(name);
      if (!versions || versions.has(folder)) continue;
      const version = versionAt(join(root, folder, name));
      if (version === undefined || version === versions.get('node_modules')) continue;
      found.set(name, [...(found.get(name) ?? []), `${version} is installed in ${project}`]);
    }
  }
  return found;
}

/**
 * The versions of each package by the folder that contains it, relative to the lockfile. If a lockfile does not
 * contain the folders (Yarn), all versions are possible.
 */
function lockedVersions({ copies, importers, isolates }: LockGraph): ReadonlyMap<string, VersionByFolder> {
  const versions = new Map<string, Map<string, string | undefined>>();
  const add = (name: string, folder: string, version: string | undefined) =>
    versions.set(name, (versions.get(name) ?? new Map<string, string | undefined>()).set(folder, version));
  for (const { name, path, version } of copies.values())
    if (path?.endsWith(`node_modules/${name}`) === true) add(name, path.slice(0, -name.length - 1), version);
  if (!isolates) return versions;
  for (const [importer, { provides }] of importers)
    for (const { name, copies: ids } of provides)
      add(name, joinWorkspacePath(importer, 'node_modules'), copies.get(ids[0] ?? '')?.version);
  return versions;
}

type VersionByFolder = ReadonlyMap<string, string | undefined>;
