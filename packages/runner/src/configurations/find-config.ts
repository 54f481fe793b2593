import { existsSync, readFileSync, statSync } from 'node:fs';
import { isAbsolute, join, resolve } from 'node:path';
import type { ConfigFileName, ConfigQuery, TestRunner } from '../test-runner';

/**
 * Finds the configuration that a test runner uses for a project, including one that only the test runner can
 * find: it shows that the project uses the test runner.
 *
 * @returns an absolute path; `undefined` if there is none
 */
export function findConfig(
  { configFiles }: Pick<TestRunner, 'configFiles'>,
  { projectRoot, config, workspaceRoot }: ConfigQuery,
): string | undefined {
  if (config !== undefined) return findNamedFile(config, projectRoot, workspaceRoot);
  return configFiles.map((name) => findByName(name, projectRoot)).find((path) => path !== undefined);
}

/** Whether a project has a configuration that can only be for tests with this runner. */
export function hasUnambiguousConfig({ configFiles }: TestRunner, projectRoot: string): boolean {
  return configFiles.some((name) => name.isAmbiguous !== true && findByName(name, projectRoot) !== undefined);
}

function findByName(
  { stem, extensions, holdsConfiguration }: ConfigFileName,
  projectRoot: string,
): string | undefined {
  return extensions
    .map((extension) => join(projectRoot, `${stem}.${extension}`))
    .find((path) => isFile(path) && (holdsConfiguration?.(readFileSync(path, 'utf8')) ?? true));
}

/** @param name relative to the project root or to the workspace root, or absolute */
function findNamedFile(
  name: string,
  projectRoot: string,
  workspaceRoot: string | undefined,
): string | undefined {
  const bases = workspaceRoot === undefined ? [projectRoot] : [projectRoot, workspaceRoot];
  const paths = isAbsolute(name) ? [resolve(name)] : bases.map((base) => resolve(base, name));
  return paths.find(isFile);
}

function isFile(path: string): boolean {
  return existsSync(path) && statSync(path).isFile();
}
