import { basename, dirname, isAbsolute, join, relative, sep } from 'node:path';
import { URL } from 'node:url';
import { type InstallationFolders, isOfSystem, packageFolderOf } from '@nx-testmon/core';
import type { Disk } from './disk';
import type { Target, WorkspaceTarget } from '../reduce/read-event';
import { absolutePath, inNodeModules, isInFolder, pathInFolder, pathOfModule } from './read-paths';

/** A folder where packages are installed. */
interface InstalledFolder {
  /** Absolute path with links resolved. */
  readonly real: string;
  /**
   * The package of every file in it, with paths relative to the workspace; absent if the package may differ
   * between files.
   */
  readonly inPackage?: { readonly path: string; readonly package: string };
}

/** Finds the targets of the paths in calls of the file system. */
export class TargetLocator {
  readonly #root: string;
  readonly #installations: InstallationFolders;
  readonly #disk: Disk;
  readonly #ignored: string[] = [];
  readonly #ignoredOutside: string[] = [];
  /**
   * Modules load each other repeatedly. The target of a loaded module does not change, whatever happens to
   * its file.
   */
  readonly #modules = new Map<string, Target | undefined>();
  /**
   * Folders of installed packages, with links resolved. They stay the same until this process changes them.
   */
  readonly #installedFolders = new Map<string, InstalledFolder>();
  /** Existing targets in these folders that are not links, by absolute path. */
  readonly #installed = new Map<unknown, Target>();
  /** The same targets, by the URL of a loaded module. */
  readonly #installedUrls = new Map<string, Target>();

  /** @param root absolute path of the workspace, with links resolved */
  constructor(root: string, installations: InstallationFolders, disk: Disk) {
    this.#root = root;
    this.#installations = installations;
    this.#disk = disk;
  }

  /**
   * Stops tracing a folder.
   *
   * @param folder absolute path
   */
  ignore(folder: string): void {
    this.#ignored.push(this.#disk.real(folder));
    this.#forget();
  }

  /**
   * As {@link ignore}, except for the workspace if it is in the folder.
   *
   * @param folder absolute path
   */
  ignoreOutside(folder: string): void {
    this.#ignoredOutside.push(this.#disk.real(folder));
    this.#forget();
  }

  /** Called after a write in a folder of installed packages. The targets of loaded modules are kept. */
  installedChanged(): void {
    this.#installedFolders.clear();
    this.#installed.clear();
    this.#installedUrls.clear();
  }

  /**
   * The target of a path, without a disk access; `undefined` unless the path is already known to be part of a
   * package.
   */
  knownInstalled(given: unknown): Target | undefined {
    return given instanceof URL ? this.#installedUrls.get(given.href) : this.#installed.get(given);
  }

  /** The target of a loaded module, without a disk access; `undefined` if it is unknown. */
  knownModule(module: string): Target | undefined {
    return this.#modules.get(module);
  }

  /**
   * The target of a loaded module.
   *
   * @param module absolute path or URL
   * @returns `undefined` if the module has no file
   */
  locateModule(module: string): Target | undefined {
    if (!this.#modules.has(module)) this.#modules.set(module, this.#locateModule(module));
    return this.#modules.get(module);
  }

  /** Returns `undefined` for a value that is not a path. */
  locate(given: unknown): Target | undefined {
    const known = this.knownInstalled(given);
    if (known !== undefined) return known;
    const spelled = absolutePath(given);
    if (spelled === undefined) return undefined;
    if (this.#installedFolders.get(dirname(spelled))?.inPackage) return this.#locateInstalled(spelled, given);
    if (!isInFolder(this.#root, spelled)) return this.#describe(spelled, this.#disk.real(spelled), given);
    if (this.#isInstalled(spelled)) return this.#locateInstalled(spelled, given);
    const path = this.#pathOf(spelled);
    return path === undefined ? { absolute: spelled } : { absolute: spelled, path };
  }

  #forget(): void {
    this.#modules.clear();
    this.installedChanged();
  }

  /** Other URLs belong to Node's own modules and to code without a file. */
  #locateModule(module: string): Target | undefined {
    if (isAbsolute(module)) return this.locate(pathOfModule(module));
    if (!module.startsWith('file:')) return undefined;
    const path = pathOfModule(module);
    const target = this.locate(path);
    const known = this.#installed.get(path);
    // Node reads a module by its URL.
    if (known !== undefined) this.#installedUrls.set(module, known);
    return target;
  }

  /** Describes a target in a package, or one that was reached by a path outside of the workspace. */
  #describe(spelled: string, absolute: string, given: unknown): Target {
    const path = isInFolder(this.#root, absolute) ? this.#pathOf(absolute) : this.#pathOutside(absolute);
    const isPackage = path !== undefined && this.#installations.isInstalled(path);
    const folder =
      isPackage || path === undefined ? packageFolderOf(path ?? absolute.split(sep).join('/')) : undefined;
    return {
      absolute,
      ...(path === undefined ? {} : { path }),
      ...(isPackage ? { isInstalled: true } : {}),
      ...(folder === undefined ? {} : { package: folder }),
      // A frame of the call stack may contain either name.
      ...(typeof given === 'string' && spelled !== absolute && !isPackage ? { spelled } : {}),
    };
  }

  /** Most calls by far access these paths, each module several times, so this does only what is necessary. */
  #locateInstalled(spelled: string, given: unknown): Target {
    const isLink = this.#disk.isLink(spelled);
    if (isLink === true) return this.#describe(spelled, this.#disk.real(spelled), given);
    const target = this.#locateInFolder(this.#installedFolder(dirname(spelled)), spelled, given);
    if (isLink === false && target.isInstalled === true) this.#installed.set(spelled, target);
    return target;
  }

  #locateInFolder({ real, inPackage }: InstalledFolder, spelled: string, given: unknown): Target {
    const name = basename(spelled);
    const absolute = join(real, name);
    return inPackage
      ? { absolute, path: `${inPackage.path}/${name}`, isInstalled: true, package: inPackage.package }
      : this.#describe(spelled, absolute, given);
  }

  #installedFolder(folder: string): InstalledFolder {
    const known = this.#installedFolders.get(folder);
    if (known !== undefined) return known;
    const real = this.#disk.real(folder);
    const found = this.#describeFolder(folder, real);
    if (this.#disk.exists(folder)) this.#installedFolders.set(folder, found);
    return found;
  }

  #describeFolder(folder: string, real: string): InstalledFolder {
    const mayDiffer = this.#ignored.some((one) => isInFolder(real, one));
    if (mayDiffer || !isInFolder(this.#root, folder) || !this.#isInstalled(folder)) return { real };
    const { path, package: inside, isInstalled } = this.#describe(folder, real, folder);
    if (isInstalled !== true || path === undefined || inside === undefined) return { real };
    // Directly in `node_modules` and in the folder of a scope, each name is a separate package.
    return packageFolderOf(`${path}/name`) === inside
      ? { real, inPackage: { path, package: inside } }
      : { real };
  }

  /** @param absolute path below the root */
  #isInstalled(absolute: string): boolean {
    return (
      inNodeModules.test(absolute) && this.#installations.isInstalled(pathInFolder(this.#root, absolute))
    );
  }

  /**
   * The path relative to the workspace; `undefined` for packages, for temporary files and those of the
   * system, and on Windows, where a path may be on another drive.
   */
  #pathOutside(absolute: string): string | undefined {
    if (sep !== '/' || inNodeModules.test(absolute) || isOfSystem(absolute)) return undefined;
    const isIgnored = this.#ignoredOutside.some((folder) => isInFolder(folder, absolute));
    return isIgnored || this.#isIgnored(absolute) ? undefined : relative(this.#root, absolute);
  }

  #isIgnored(absolute: string): boolean {
    return this.#ignored.some((folder) => isInFolder(folder, absolute));
  }

  /**
   * The path relative to the workspace; `undefined` if it is not traced.
   *
   * @param absolute path below the root
   */
  #pathOf(absolute: string): string | undefined {
    const path = pathInFolder(this.#root, absolute);
    if (path === '.testmon' || path.startsWith('.testmon/')) return undefined;
    return this.#isIgnored(absolute) ? undefined : path;
  }
}

/** Whether accesses count by their path, which is everywhere except in installed packages. */
export function isTraced(target: Target): target is WorkspaceTarget {
  return target.path !== undefined && target.isInstalled !== true;
}
