import { join } from 'node:path';
import type { ModuleGraph, Workspace } from '@nx-testmon/core';
import type { WorkspaceFiles } from '../files/workspace-files';
import { isInNodeModules, toWorkspacePath } from '../files/workspace-paths';
import type { TargetCollector } from './collect-targets';
import { type FolderSettings, withNodeConditions } from './folder-settings';
import { LinkedPackages } from './linked-packages';
import type { Manifest, Manifests } from './package-manifests';
import { exportsSubpath, resolvePackageFolder } from './resolve-package-folder';
import type { PathResolver } from './resolve-path';

export interface PackageResolverInput {
  readonly files: WorkspaceFiles;
  readonly workspace: Workspace;
  readonly manifests: Manifests;
  readonly settings: FolderSettings;
  readonly paths: PathResolver;
  readonly packages: LockedNames;
}

/** The packages in lockfiles, by name. */
export interface LockedNames {
  isLocked(name: string): boolean;
  /** The request of code in a folder for a package name, in the format of core. */
  requestFrom(folder: string, name: string): string;
}

export interface PackageSpecifier {
  readonly name: string;
  /** `.` or `./sub`. */
  readonly subpath: string;
}

/** Whether a package exists and provides what is imported from it. */
export type PackageState = ReturnType<ModuleGraph['packageState']>;

/** Resolves names of packages: packages of the workspace to their modules, others to the package as a whole. */
export class PackageResolver {
  private readonly linked: LinkedPackages;
  private readonly projectFolders: ReadonlyMap<string, string>;

  constructor(private readonly input: PackageResolverInput) {
    this.linked = new LinkedPackages(input.files.root);
    this.projectFolders = foldersByPackageName(input.workspace, input.manifests);
  }

  /** @returns false if nothing has this name */
  add(folder: string, { name, subpath }: PackageSpecifier, targets: TargetCollector): boolean {
    const link = this.linked.folderOf(folder, name);
    const folders = this.workspaceFolders(folder, name, link, targets);
    for (const target of folders) this.addFromFolder(folder, target, { name, subpath }, targets);
    if (folders.size > 0 || link !== undefined) return true;
    const known = this.knownPackage(folder, name);
    if (known !== undefined) targets.addPackage(this.input.packages.requestFrom(folder, known));
    return known !== undefined;
  }

  /**
   * The state of a package. A workspace package need not be built: its exports count, whether the files exist or not.
   */
  stateOf(folder: string, { name, subpath }: PackageSpecifier): PackageState {
    const { files, manifests, settings, paths } = this.input;
    const link = this.linked.folderOf(folder, name);
    const path = link === undefined ? undefined : toWorkspacePath(files.root, link);
    const own =
      path !== undefined && !files.installations.isInstalled(path) ? path : this.projectFolders.get(name);
    const conditions = settings.conditions(folder);
    if (own !== undefined) {
      const manifest = manifests.inFolder(own);
      const isExported = !manifest || exportsSubpath(manifest, subpath, withNodeConditions(conditions));
      return isExported ? 'found' : 'not exported';
    }
    if (link === undefined) return 'not installed';
    const specifier = subpath === '.' ? name : `${name}/${subpath.slice(2)}`;
    const onDisk = paths.resolveSpecifier(join(files.root, folder), specifier, conditions);
    return onDisk.length > 0 ? 'found' : 'not exported';
  }

  /** Folders of the workspace that the name leads to. A link that leads elsewhere adds the package. */
  private workspaceFolders(
    from: string,
    name: string,
    link: string | undefined,
    targets: TargetCollector,
  ): Set<string> {
    const folders = new Set<string>();
    if (link !== undefined) {
      const path = toWorkspacePath(this.input.files.root, link);
      if (path !== undefined && !this.input.files.installations.isInstalled(path)) folders.add(path);
      else targets.addPackage(this.input.packages.requestFrom(from, name));
      // No lockfile shows changes in a folder that is linked from elsewhere.
      if (path === undefined && !isInNodeModules(link.replaceAll('\\', '/'))) targets.addPackage(link);
    }
    const project = this.projectFolders.get(name);
    if (project !== undefined) folders.add(project);
    return folders;
  }

  private addFromFolder(
    from: string,
    folder: string,
    { name, subpath }: PackageSpecifier,
    targets: TargetCollector,
  ): void {
    const { files, manifests, settings, paths } = this.input;
    const own = settings.conditions(from);
    const manifest = manifests.inFolder(folder) ?? emptyManifest(folder);
    const conditions = withNodeConditions(own);
    if (resolvePackageFolder(files, { manifest, subpath, conditions }, targets)) return;
    const specifier = subpath === '.' ? name : `${name}/${subpath.slice(2)}`;
    const onDisk = paths.resolveSpecifier(join(files.root, from), specifier, own);
    for (const path of onDisk) targets.addFile(path);
    if (onDisk.length === 0) targets.reportMissing();
  }

  /** Finds a package that is not installed: in the lockfile, or by its installed types. */
  private knownPackage(folder: string, name: string): string | undefined {
    if (this.input.packages.isLocked(name)) return name;
    const types = `@types/${name.startsWith('@') ? name.slice(1).replace('/', '__') : name}`;
    return this.linked.folderOf(folder, types) === undefined ? undefined : types;
  }
}

function emptyManifest(folder: string): Manifest {
  return { folder, text: '', fields: {}, readable: false };
}

function foldersByPackageName(workspace: Workspace, manifests: Manifests): ReadonlyMap<string, string> {
  const byName = new Map<string, string>();
  for (const { root } of workspace.projects) {
    const name = manifests.inFolder(root)?.fields['name'];
    if (typeof name === 'string' && !byName.has(name)) byName.set(name, root);
  }
  return byName;
}
