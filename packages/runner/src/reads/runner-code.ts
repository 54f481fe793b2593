import { nodeModulesEntryOf } from '@nx-testmon/core';
import type { RunnerPackages } from './reads-settings';

/**
 * The package that a frame of the call stack belongs to. Unlike `packageNameOf`, this ignores the package
 * around a hidden folder of tools, because code in such a folder does not belong to the test runner.
 *
 * @param isInstalled false for a file in a folder that only looks like one for packages
 * @returns name of the npm package that contains a file; `''` if there is none
 */
export function packageOfCode(file: string, isInstalled: (file: string) => boolean): string {
  // Uses the folder, because a file directly in `node_modules` is not a package.
  const folder = file.slice(0, Math.max(0, file.lastIndexOf('/'), file.lastIndexOf('\\')));
  const name = nodeModulesEntryOf(folder);
  return name !== undefined && isInstalled(file) ? name : '';
}

/** @param pattern source of a regular expression for the whole name; without it, no name matches */
export function nameFilter(pattern: string | undefined): (name: string) => boolean {
  const names = pattern === undefined ? undefined : new RegExp(`^(?:${pattern})$`);
  return (name) => names?.test(name) === true;
}

/** Whether a file belongs to code that loads modules, or compiler settings, for the test runner. */
export function loaderFilter(
  { runner, search, manifests, loaders }: RunnerPackages,
  isInstalled: (file: string) => boolean,
): (file: string) => boolean {
  const filters = [runner, search, manifests, loaders].map(nameFilter);
  return (file) => {
    const name = packageOfCode(file, isInstalled);
    return filters.some((matches) => matches(name));
  };
}
