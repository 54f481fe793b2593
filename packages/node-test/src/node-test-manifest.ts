import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findTestScript, type NodeCommandLine } from '@nx-testmon/core';
import { findNamedFile } from '@nx-testmon/runner';

/**
 * Path of the `package.json` whose scripts run `node --test`; that is all the configuration there is.
 *
 * @param projectRoot absolute
 * @param config as the user wrote it: relative to the project root or to the workspace root, or absolute
 * @param workspaceRoot absolute
 * @returns an absolute path; `undefined` where there is none
 */
export function findNodeTestManifest(
  projectRoot: string,
  config?: string,
  workspaceRoot?: string,
): string | undefined {
  if (config !== undefined) return findNamedFile(config, projectRoot, workspaceRoot);
  const manifest = join(projectRoot, 'package.json');
  try {
    return readTestCommand(manifest) && manifest;
  } catch {
    return undefined;
  }
}

/**
 * What follows `node` in the script of a manifest that runs `node --test`.
 *
 * @throws Error where the file can't be read or is no JSON
 */
export function readTestCommand(manifest: string): NodeCommandLine | undefined {
  const { scripts } = JSON.parse(readFileSync(manifest, 'utf8')) as { scripts?: unknown };
  return typeof scripts === 'object' && scripts !== null
    ? findTestScript(scripts as Readonly<Record<string, unknown>>)
    : undefined;
}
