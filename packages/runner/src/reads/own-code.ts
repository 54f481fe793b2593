import { basename, dirname, sep } from 'node:path';
import type { InstallationFolders } from '@nx-testmon/core';
import { isInFolder, pathInFolder } from './read-paths';

/** Folders of this project's packages, beside each other. */
const packageFolders = new Set([
  'cli',
  'core',
  'engine',
  'graph',
  'jest',
  'node-test',
  'nx',
  'report',
  'runner',
  'store',
  'vitest',
]);

/**
 * Recognizes files of nx-testmon itself. None are, where its packages are sources of the workspace: there they are
 * what is tested.
 *
 * @param root absolute path of the workspace
 * @param runnerFolder absolute path of the package with the tracer
 */
export function ownCodeFilter(
  root: string,
  installations: InstallationFolders,
  runnerFolder: string,
): (absolute: string) => boolean {
  const isInstalled = (path: string) =>
    !isInFolder(root, path) || installations.isInstalled(pathInFolder(root, path));
  if (!isInstalled(runnerFolder)) return () => false;
  const beside = dirname(runnerFolder);
  const isSource = basename(beside) !== '@nx-testmon';
  return (absolute) => {
    if (/[\\/]node_modules[\\/]@nx-testmon[\\/]/.test(absolute)) return isInstalled(absolute);
    if (!isSource || !isInFolder(beside, absolute)) return false;
    const [folder = ''] = absolute.slice(beside.length + 1).split(sep);
    return packageFolders.has(folder);
  };
}
