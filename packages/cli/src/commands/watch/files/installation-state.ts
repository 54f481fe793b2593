import { statSync } from 'node:fs';
import { join } from 'node:path';
import { packageNamesIn } from '@nx-testmon/engine';
import { rethrowUnlessSystemError } from '@nx-testmon/core';

/** Files that package managers write after installing packages. */
const markers = ['.package-lock.json', '.modules.yaml', '.yarn-state.yml', '.yarn-integrity'];

/** Files at the workspace root, for package managers that write none of these. */
const rootMarkers = ['.pnp.cjs', 'bun.lock', 'bun.lockb'];

/**
 * Describes the state of the installed packages. Node caches information about packages in each process, so a
 * process from before an installation must not be used after it. Hidden folders of tools in `node_modules` do
 * not count.
 *
 * @param root absolute path of the workspace
 * @param projectRoots relative to it
 */
export function readInstallationState(root: string, projectRoots: readonly string[]): string {
  const folders = ['.', ...projectRoots].map((folder) => join(root, folder, 'node_modules'));
  return [...rootMarkers.map((name) => stampOf(join(root, name))), ...folders.map(stateOfFolder)].join('\n');
}

function stateOfFolder(folder: string): string {
  const packages = packageNamesIn(folder).filter((name) => !name.startsWith('.'));
  return [...markers.map((name) => stampOf(join(folder, name))), ...packages].join(' ');
}

function stampOf(file: string): string {
  try {
    const { mtimeNs, size, ino } = statSync(file, { bigint: true });
    return `${ino}-${size}-${mtimeNs}`;
  } catch (error) {
    rethrowUnlessSystemError(error);
    return '-';
  }
}
