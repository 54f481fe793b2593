import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, sep } from 'node:path';
import type { InstallationFolders } from '@nx-testmon/core';
import { isInFolder, pathInFolder } from './targets/read-paths';

/**
 * Recognizes files of nx-testmon itself. If its packages are sources of the workspace, no file is recognized,
 * because they are under test.
 *
 * @param root absolute path of the workspace
 * @param runnerFolder absolute path of the package with the tracer
 * @param findPackages returns the names of this project's package folders in a folder, given by its absolute
 * path; called if the packages are not installed
 */
export function ownCodeFilter(
  root: string,
  installations: InstallationFolders,
  runnerFolder: string,
  findPackages = findPackageFolders,
): (absolute: string) => boolean {
  const isInstalled = (path: string) =>
    !isInFolder(root, path) || installations.isInstalled(pathInFolder(root, path));
  if (!isInstalled(runnerFolder)) return () => false;
  const beside = dirname(runnerFolder);
  const packageFolders = basename(beside) === '@nx-testmon' ? undefined : new Set(findPackages(beside));
  return (absolute) => {
    if (/[\\/]node_modules[\\/]@nx-testmon[\\/]/.test(absolute)) return isInstalled(absolute);
    if (!packageFolders || !isInFolder(beside, absolute)) return false;
    const [folder = ''] = absolute.slice(beside.length + 1).split(sep);
    return packageFolders.has(folder);
  };
}

/** Finds the folders whose manifests have the name of one of this project's packages. */
function findPackageFolders(beside: string): readonly string[] {
  return readdirSync(beside).filter((folder) => {
    const manifest = join(beside, folder, 'package.json');
    return (
      existsSync(manifest) && /"name":\s*"(?:@nx-testmon\/|nx-testmon")/.test(readFileSync(manifest, 'utf8'))
    );
  });
}
