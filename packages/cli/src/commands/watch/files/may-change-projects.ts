import { lockfileNames } from '@nx-testmon/core';

const names: ReadonlySet<string> = new Set([
  ...lockfileNames,
  'nx.json',
  'package.json',
  'project.json',
  'pnpm-workspace.yaml',
  '.nxignore',
  '.pnp.cjs',
  '.npmrc',
  '.yarnrc.yml',
]);

/** Configurations of test runners, bundlers and other tools that Nx infers targets from. */
const configuration =
  /(^|\/)[\w.-]+\.(config|workspace|preset)\.[cm]?[jt]s(on)?$|(^|\/)tsconfig[\w.-]*\.json$/;

/**
 * Whether a file usually defines projects, their targets or their installed packages. A round then waits
 * until the projects are read again. Nx's graph is compared after every round, so this only detects changes
 * earlier.
 *
 * @param path relative to the workspace root
 */
export function mayChangeProjects(path: string): boolean {
  return names.has(path.slice(path.lastIndexOf('/') + 1)) || configuration.test(path);
}
