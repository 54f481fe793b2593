import * as nodePath from 'node:path';
import * as rules from '@nx-testmon/core';

/** Path relative to the workspace root with forward slashes (`.` for the root); `undefined` if it is outside. */
export function toWorkspacePath(root: string, absolute: string): string | undefined {
  return rules.toWorkspacePath(nodePath, root, absolute);
}

/** Absolute path of a workspace path. */
export function fromWorkspacePath(root: string, workspacePath: string): string {
  return rules.fromWorkspacePath(nodePath, root, workspacePath);
}

/** Whether a path contains a `node_modules` folder; for paths outside the workspace. */
export function isInNodeModules(path: string): boolean {
  return /(^|\/)node_modules(\/|$)/.test(path);
}
