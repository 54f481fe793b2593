import { posix } from 'node:path';
import type { Tree } from '@nx/devkit';
import { isObject } from '@nx-testmon/core';
import { parseJsonText } from '@nx-testmon/engine/workspace-setup';

/** A file that can configure a project. */
export interface ProjectFile {
  /** Relative to the workspace root. */
  readonly file: string;
  /** The path of the configuration in the file. */
  readonly path: readonly string[];
}

/** The files that can configure a project, in order of precedence. */
export function projectFilesOf(root: string): readonly ProjectFile[] {
  return [
    { file: posix.join(root, 'project.json'), path: [] },
    { file: posix.join(root, 'package.json'), path: ['nx'] },
  ];
}

/** The existing ones among these files. */
export function existingProjectFiles(tree: Tree, root: string): ProjectFile[] {
  return projectFilesOf(root).filter(({ file }) => tree.isFile(file));
}

/** The value at a path in a JSON text; `undefined` if there is none. */
export function valueInJson(text: string, path: readonly (string | number)[]): unknown {
  let value = parseJsonText(text);
  for (const key of path)
    value = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined;
  return value;
}

/** The entries of the object at a path in a JSON text; empty if there is no object. */
export function entriesInJson(text: string, path: readonly string[]): [string, unknown][] {
  const value = valueInJson(text, path);
  return isObject(value) ? Object.entries(value) : [];
}

/** The list at a path in a JSON text; empty if there is none. */
export function listInJson(text: string, path: readonly string[]): readonly unknown[] {
  const value = valueInJson(text, path);
  return Array.isArray(value) ? (value as unknown[]) : [];
}
