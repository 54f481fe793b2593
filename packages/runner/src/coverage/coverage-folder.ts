import * as nodePath from 'node:path';
import { isOutsideWorkspace, type Suite } from '@nx-testmon/core';
import { workspacePath } from '../workspace-path';

/**
 * The folder of a suite's coverage report, if its name shows that it contains nothing else. A configuration
 * may name a folder with other files.
 *
 * @param folder absolute path
 */
export function coverageFolder(
  workspaceRoot: string,
  folder: string | undefined,
): Pick<Suite, 'coverageFolder'> {
  if (folder === undefined) return {};
  const path = workspacePath(workspaceRoot, folder);
  const isNamed = /^coverage\/|(?:^|\/)coverage$/.test(path);
  return isNamed && !isOutsideWorkspace(nodePath, path) ? { coverageFolder: path } : {};
}
