import { join } from 'node:path';
import { joinWorkspacePath } from '../files/workspace-paths';
import { versionAt } from './find-outdated';
import type { LockGraph } from './lock-graph';
import { packageNamesIn } from './package-names';

/** Names of what the projects have in folders of packages of their own. @param root absolute path of the workspace */
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
 * Packages in folders of projects where the lockfile has none, such as those of another branch that was not installed
 * anew. Whoever is in that folder loads them in place of the locked ones.
 *
 * @param root absolute path of the lockfile's folder
 * @param projectRoots relative to it
 * @returns what is installed where, by name
 */
export function findUnlockedCopies(
  root: string,
  projectRoots: readonly string[],
  graph: LockGraph,
): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const project of projectRoots) {
    const folder = joinWorkspacePath(project, 'node_modules');
    for (const name of packageNamesIn(join(root, folder))) {
      // A lockfile that does not say where packages lie names all versions that may be there.
      const copies = (graph.get(name)?.copies ?? []).filter(({ path }) => path !== undefined);
      if (copies.length === 0 || copies.some(({ path }) => path === `${folder}/${name}`)) continue;
      const version = versionAt(join(root, folder, name));
      const above = copies.find(({ path }) => path === `node_modules/${name}`);
      if (version === undefined || version === above?.version) continue;
      found.set(name, [...(found.get(name) ?? []), `${version} is installed in ${project}`]);
    }
  }
  return found;
}
