import { join } from 'node:path';
import { withoutQuery } from '@nx-testmon/core';
import { isIsolated } from './is-isolated';
import type { ProjectConfig } from './vitest-api';

/** Absolute path of the setup file that collecting runs add. */
const setupFile = join(__dirname, 'collect-setup.mjs');

/**
 * The id by which a project loads the setup file.
 *
 * Node loads files of `node_modules` once per process. If test files share modules, the file must run before
 * each of them, so Vitest has to load it. With this query, it does, wherever the file is.
 */
export function setupFileOf(config: ProjectConfig): string {
  return isIsolated(config) ? setupFile : `${setupFile}?init`;
}

/** Whether an id or a path is that of the setup file, with any query. */
export function isSetupFile(id: string): boolean {
  return withoutQuery(id) === setupFile;
}
