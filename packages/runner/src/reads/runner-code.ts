import { nodeModulesEntryOf } from '@nx-testmon/core';
import type { RunnerPackages } from './reads-settings';

/**
 * What a frame of the call stack belongs to. Unlike `packageNameOf`, this leaves out the package around a hidden folder of
 * tools: code in such a folder is not that of the test runner.
 *
 * @param isInstalled false for a file in a folder that only has the name of one for packages
 * @returns name of the npm package that a file is part of; `''` where it is part of none
 */
export function packageOfCode(file: string, isInstalled: (file: string) => boolean): string {
  // Of the folder: a file directly in `node_modules` is no package.
  const folder = file.slice(0, Math.max(0, file.lastIndexOf('/'), file.lastIndexOf('\\')));
  const name = nodeModulesEntryOf(folder);
  return name !== undefined && isInstalled(file) ? name : '';
}

/** @param pattern source of a regular expression for the whole name; without it, no name matches */
export function nameFilter(pattern: string | undefined): (name: string) => boolean {
  const names = pattern === undefined ? undefined : new RegExp(`^(?:${pattern})$`);
  return (name) => names?.test(name) === true;
}

/** Whether a file is part of what loads modules, or the settings of compilers, for the runner. */
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
