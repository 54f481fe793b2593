import { join } from 'node:path';
import { findNamedFile, isFile } from '@nx-testmon/runner';

const extensions = ['.ts', '.mts', '.cts', '.js', '.mjs', '.cjs'];
/** In the order Vitest itself tries them. Only Vitest 3 reads the last two, and only without a config. */
const candidates = [
  ...['vitest.config', 'vite.config'].flatMap((name) => extensions.map((extension) => name + extension)),
  ...['vitest.workspace', 'vitest.projects'].flatMap((name) =>
    [...extensions, '.json'].map((extension) => name + extension),
  ),
];

/**
 * Path of a project's Vitest configuration. A workspace file is named only where there is no config: it is
 * a mark that the project is Vitest's, not something to hand over as `--config`.
 *
 * @param projectRoot absolute
 * @param config as the user wrote it: relative to the project root or to the workspace root, or absolute
 * @param workspaceRoot absolute
 * @returns an absolute path; `undefined` where no such file exists
 */
export function findVitestConfig(
  projectRoot: string,
  config?: string,
  workspaceRoot?: string,
): string | undefined {
  if (config !== undefined) return findNamedFile(config, projectRoot, workspaceRoot);
  return candidates.map((name) => join(projectRoot, name)).find(isFile);
}

/** True for a file that Vitest 3 takes as its list of projects, but nobody takes as `--config`. */
export function isWorkspaceFile(path: string): boolean {
  return /[\\/]vitest\.(workspace|projects)\.\w+$/.test(path);
}
