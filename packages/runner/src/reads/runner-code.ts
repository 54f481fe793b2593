import type { RunnerPackages } from './reads-settings';

const lastPackage = /.*[\\/]node_modules[\\/]((?:@[^\\/]+[\\/])?[^\\/]+)[\\/]/;

/**
 * @param isInstalled false for a file in a folder that only has the name of one for packages
 * @returns name of the npm package that a file is part of; `''` where it is part of none
 */
export function packageNameOf(file: string, isInstalled: (file: string) => boolean): string {
  const name = lastPackage.exec(file)?.[1];
  return name !== undefined && isInstalled(file) ? name.replace('\\', '/') : '';
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
    const name = packageNameOf(file, isInstalled);
    return filters.some((matches) => matches(name));
  };
}
