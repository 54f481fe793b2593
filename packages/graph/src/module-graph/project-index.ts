import { folderOf, foldersUpward, type Project, type Workspace } from '@nx-testmon/core';
import type { WorkspaceFiles } from '../files/workspace-files';
import { Memo } from '../memo';

/** The projects by the paths that they contain. */
export class ProjectIndex {
  private readonly byRoot: ReadonlyMap<string, Project>;
  private readonly byName: ReadonlyMap<string, Project>;
  private readonly owners = new Memo((folder) => this.findOwner(folder));
  private readonly dependencies = new Memo((name) => this.findDependencies(name));
  private ownedFiles: ReadonlyMap<string, readonly string[]> | undefined;

  constructor(
    private readonly files: WorkspaceFiles,
    { projects }: Workspace,
  ) {
    this.byRoot = new Map(projects.map((project) => [project.root === '' ? '.' : project.root, project]));
    this.byName = new Map(projects.map((project) => [project.name, project]));
  }

  get(name: string): Project | undefined {
    return this.byName.get(name);
  }

  /** The project with the longest root that contains a path. */
  ownerOf(path: string): Project | undefined {
    // A project's own root belongs to it.
    return this.owners.get(this.byRoot.has(path) ? path : (folderOf(path) ?? '.'));
  }

  /** Files of a project without those of nested projects, sorted. */
  filesOf(name: string): readonly string[] {
    this.ownedFiles ??= this.groupFiles();
    return this.ownedFiles.get(name) ?? [];
  }

  /** Names of all projects that it depends on, directly or indirectly, without itself; sorted. */
  dependenciesOf(name: string): readonly string[] {
    return this.dependencies.get(name);
  }

  private findOwner(folder: string): Project | undefined {
    for (const at of foldersUpward(folder)) {
      const project = this.byRoot.get(at);
      if (project) return project;
    }
    return undefined;
  }

  private groupFiles(): ReadonlyMap<string, readonly string[]> {
    const groups = new Map<string, string[]>();
    for (const path of this.files.paths) {
      const name = this.ownerOf(path)?.name;
      if (name === undefined) continue;
      const group = groups.get(name);
      if (group) group.push(path);
      else groups.set(name, [path]);
    }
    return groups;
  }

  private findDependencies(project: string): string[] {
    const found = new Set<string>();
    const open = [project];
    for (let name = open.pop(); name !== undefined; name = open.pop()) {
      for (const dependency of this.byName.get(name)?.dependencies ?? []) {
        if (dependency === project || found.has(dependency) || !this.byName.has(dependency)) continue;
        found.add(dependency);
        open.push(dependency);
      }
    }
    return [...found].sort();
  }
}
