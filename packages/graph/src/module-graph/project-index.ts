import type { Project, Workspace } from '@nx-testmon/core';
import { foldersUpward, folderOf } from '../files/workspace-paths';
import type { WorkspaceFiles } from '../files/workspace-files';

/** Which project owns what. */
export interface ProjectIndex {
  /** The project with the longest root that holds a path. */
  ownerOf(path: string): Project | undefined;
  /** Files of a project without those of projects nested in it, sorted. */
  filesOf(project: string): readonly string[];
  /** Names of the projects it depends on, itself left out, transitively; sorted. */
  dependenciesOf(project: string): readonly string[];
}

export function indexProjects(files: WorkspaceFiles, workspace: Workspace): ProjectIndex {
  const byRoot = new Map(
    workspace.projects.map((project) => [project.root === '' ? '.' : project.root, project]),
  );
  const byName = new Map(workspace.projects.map((project) => [project.name, project]));
  const owners = new Map<string, Project | undefined>();
  const dependencies = new Map<string, readonly string[]>();
  let owned: ReadonlyMap<string, readonly string[]> | undefined;

  function ownerOf(path: string): Project | undefined {
    // A project's own root belongs to it.
    const folder = byRoot.has(path) ? path : (folderOf(path) ?? '.');
    if (!owners.has(folder)) owners.set(folder, findOwner(folder));
    return owners.get(folder);
  }

  function findOwner(folder: string): Project | undefined {
    for (const at of foldersUpward(folder)) {
      const project = byRoot.get(at);
      if (project) return project;
    }
    return undefined;
  }

  function groupFiles(): ReadonlyMap<string, readonly string[]> {
    const groups = new Map<string, string[]>();
    for (const path of files.paths) {
      const name = ownerOf(path)?.name;
      if (name === undefined) continue;
      const group = groups.get(name);
      if (group) group.push(path);
      else groups.set(name, [path]);
    }
    return groups;
  }

  return {
    ownerOf,
    filesOf: (project) => (owned ??= groupFiles()).get(project) ?? [],
    dependenciesOf(project) {
      let known = dependencies.get(project);
      if (!known) dependencies.set(project, (known = findDependencies(byName, project)));
      return known;
    },
  };
}

function findDependencies(byName: ReadonlyMap<string, Project>, project: string): string[] {
  const found = new Set<string>();
  const open = [project];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    for (const dependency of byName.get(name)?.dependencies ?? []) {
      if (dependency === project || found.has(dependency) || !byName.has(dependency)) continue;
      found.add(dependency);
      open.push(dependency);
    }
  }
  return [...found].sort();
}
