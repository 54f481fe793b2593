import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findNamedFile, isFile } from '@nx-testmon/runner';

/** In the order Jest itself tries them. */
const candidates = ['.js', '.ts', '.mjs', '.cjs', '.cts', '.mts', '.json'].map((end) => `jest.config${end}`);

/**
 * Path of a project's Jest configuration: a file of its own, or the `package.json` that holds one.
 *
 * @param projectRoot absolute
 * @param config as the user wrote it: relative to the project root or to the workspace root, or absolute
 * @param workspaceRoot absolute
 * @returns an absolute path; `undefined` where there is none
 */
export function findJestConfig(
  projectRoot: string,
  config?: string,
  workspaceRoot?: string,
): string | undefined {
  if (config !== undefined) return findNamedFile(config, projectRoot, workspaceRoot);
  const file = candidates.map((name) => join(projectRoot, name)).find(isFile);
  if (file !== undefined) return file;
  const manifest = join(projectRoot, 'package.json');
  return holdsConfiguration(manifest) ? manifest : undefined;
}

function holdsConfiguration(manifest: string): boolean {
  try {
    const { jest } = JSON.parse(readFileSync(manifest, 'utf8')) as { jest?: unknown };
    return typeof jest === 'object' && jest !== null;
  } catch {
    return false;
  }
}
