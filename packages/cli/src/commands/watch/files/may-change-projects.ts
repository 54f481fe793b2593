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

/** Configurations of test runners, bundlers and other tools, from which Nx infers targets. */
const configuration =
  /(^|\/)[\w.-]+\.(config|workspace|preset)\.[cm]?[jt]s(on)?$|(^|\/)tsconfig[\w.-]*\.json$/;

/**
 * Whether a file usually defines projects, their targets or what is installed for them, so that a round waits for the
 * projects to be read again. Nx's graph is compared after every round, so this only decides what is known earlier.
 *
 * @param path relative to the workspace root
 */
export function mayChangeProjects(path: string): boolean {
  return names.has(path.slice(path.lastIndexOf('/') + 1)) || configuration.test(path);
}
