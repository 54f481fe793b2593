import { relative, sep } from 'node:path';
import { type InstallationFolders, isOfSystem } from '@nx-testmon/core';
import type { Disk } from './disk';
import type { Target, WorkspaceTarget } from './read-event';
import { absolutePath, inNodeModules, isBelow, packageFolderOf, pathBelow } from './read-paths';

/** Finds out where the paths lead that calls of the file system are given. */
export class TargetLocator {
  readonly #root: string;
  readonly #installations: InstallationFolders;
  readonly #disk: Disk;
  readonly #ignored: string[] = [];
  readonly #ignoredOutside: string[] = [];

  /** @param root absolute path of the workspace, with links resolved */
  constructor(root: string, installations: InstallationFolders, disk: Disk) {
    this.#root = root;
    this.#installations = installations;
    this.#disk = disk;
  }

  /** Nothing in this folder is traced. @param folder absolute */
  ignore(folder: string): void {
    this.#ignored.push(this.#disk.real(folder));
  }

  /** The same, but for the workspace, if it lies in the folder. @param folder absolute */
  ignoreOutside(folder: string): void {
    this.#ignoredOutside.push(this.#disk.real(folder));
  }

  /** `undefined` for what is no path. */
  locate(given: unknown): Target | undefined {
    const spelled = absolutePath(given);
    if (spelled === undefined) return undefined;
    // By far the most calls ask for these, so no more is done for them than has to be.
    if (isBelow(this.#root, spelled) && !this.#isInstalled(spelled)) {
      const path = this.#pathOf(spelled);
      return path === undefined ? { absolute: spelled } : { absolute: spelled, path };
    }
    return this.#locateReal(spelled, typeof given === 'string');
  }

  /** In a package, or reached by a path outside of the workspace. */
  #locateReal(spelled: string, isText: boolean): Target {
    const absolute = this.#disk.real(spelled);
    const path = isBelow(this.#root, absolute) ? this.#pathOf(absolute) : this.#pathOutside(absolute);
    const isPackage = path !== undefined && this.#installations.isInstalled(path);
    const folder =
      isPackage || path === undefined ? packageFolderOf(path ?? absolute.split(sep).join('/')) : undefined;
    return {
      absolute,
      ...(path === undefined ? {} : { path }),
      ...(isPackage ? { isInstalled: true } : {}),
      ...(folder === undefined ? {} : { package: folder }),
      // A frame of the call stack may name a file either way.
      ...(isText && spelled !== absolute && !isPackage ? { spelled } : {}),
    };
  }

  /** @param absolute below the root */
  #isInstalled(absolute: string): boolean {
    return inNodeModules.test(absolute) && this.#installations.isInstalled(pathBelow(this.#root, absolute));
  }

  /**
   * Relative to the workspace; `undefined` for packages, for what is temporary or of the system, and on Windows, where
   * a path may lie on another drive.
   */
  #pathOutside(absolute: string): string | undefined {
    if (sep !== '/' || inNodeModules.test(absolute) || isOfSystem(absolute)) return undefined;
    const isIgnored = this.#ignoredOutside.some((folder) => isBelow(folder, absolute));
    return isIgnored || this.#isIgnored(absolute) ? undefined : relative(this.#root, absolute);
  }

  #isIgnored(absolute: string): boolean {
    return this.#ignored.some((folder) => isBelow(folder, absolute));
  }

  /** Relative to the workspace; `undefined` for what is not traced there. @param absolute below the root */
  #pathOf(absolute: string): string | undefined {
    const path = pathBelow(this.#root, absolute);
    if (path === '.testmon' || path.startsWith('.testmon/')) return undefined;
    return this.#isIgnored(absolute) ? undefined : path;
  }
}

/** Whether what is asked of a path counts by the path: everywhere but in installed packages. */
export function isTraced(target: Target): target is WorkspaceTarget {
  return target.path !== undefined && target.isInstalled !== true;
}
