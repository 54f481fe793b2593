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

/** Folder of a workspace path; `.` for those at the root, `undefined` for the root itself. */
export function folderOf(path: string): string | undefined {
  if (path === '.' || path === '') return undefined;
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '.' : path.slice(0, slash);
}

/** The folder itself and those above it, up to and with the workspace root. */
export function* foldersUpward(folder: string): Generator<string> {
  for (let at: string | undefined = folder; at !== undefined; at = folderOf(at)) yield at;
}

/** Joins workspace paths, where `.` is the root. */
export function joinWorkspacePath(folder: string, name: string): string {
  return folder === '.' ? name : `${folder}/${name}`;
}

/** True for the folder itself and everything below it. */
export function isInside(folder: string, path: string): boolean {
  return folder === '.' || path === folder || path.startsWith(`${folder}/`);
}

/** Whether a path is in a folder of that name, wherever it is: for paths outside of the workspace. */
export function isInNodeModules(path: string): boolean {
  return /(^|\/)node_modules(\/|$)/.test(path);
}
