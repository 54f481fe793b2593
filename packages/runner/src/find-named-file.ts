import { existsSync, statSync } from 'node:fs';
import { isAbsolute, resolve } from 'node:path';

/**
 * Absolute path of a configuration that the user names; `undefined` where there is none.
 *
 * @param name relative to the project root or to the workspace root, or absolute
 */
export function findNamedFile(
  name: string,
  projectRoot: string,
  workspaceRoot: string | undefined,
): string | undefined {
  const bases = workspaceRoot === undefined ? [projectRoot] : [projectRoot, workspaceRoot];
  const paths = isAbsolute(name) ? [resolve(name)] : bases.map((base) => resolve(base, name));
  return paths.find(isFile);
}

/** Whether a path is one of a file that is there. */
export function isFile(path: string): boolean {
  return existsSync(path) && statSync(path).isFile();
}
