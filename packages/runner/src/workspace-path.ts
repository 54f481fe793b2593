import { realpathSync } from 'node:fs';
import * as nodePath from 'node:path';
import { relativeToWorkspace, rethrowUnlessPathError } from '@nx-testmon/core';

/** Path of a file relative to the workspace root, with links resolved; a path outside begins with `../`. */
export function workspacePath(workspaceRoot: string, file: string): string {
  return relativeToWorkspace(nodePath, workspaceRoot, real(file));
}

function real(file: string): string {
  try {
    return realpathSync(file);
  } catch (error) {
    rethrowUnlessPathError(error);
    return file;
  }
}
