import * as nodePath from 'node:path';
import * as rules from '@nx-testmon/core';

/** Path relative to the workspace root with forward slashes (`.` for the root); `undefined` when it lies outside. */
export function toWorkspacePath(root: string, absolute: string): string | undefined {
  return rules.toWorkspacePath(nodePath, root, absolute);
}

/** Absolute path of a workspace path. */
export function fromWorkspacePath(root: string, workspacePath: string): string {
  return rules.fromWorkspacePath(nodePath, root, workspacePath);
}

/** Whether a path is in a folder of that name, wherever it is: for paths outside of the workspace. */
export function isInNodeModules(path: string): boolean {
  return /(^|\/)node_modules(\/|$)/.test(path);
}
