import { escapeGlob, folderOf, joinWorkspacePath } from '@nx-testmon/core';
import type { TestFilesByUse } from './uses-of-tests';

/** A file, folder or glob that tests depend on and that is not an input of a target. */
export interface UnlistedInput {
  /** The form for `inputs`, such as `{workspaceRoot}/libs/a/data.json`. */
  readonly input: string;
  /** Test files that depend on it, sorted. */
  readonly testFiles: readonly string[];
}

/** What to make inputs of; folders and trees are relative to the workspace root. */
export interface InputsToJoin {
  readonly files: TestFilesByUse;
  readonly folders: TestFilesByUse;
  readonly trees: TestFilesByUse;
  readonly globs: TestFilesByUse;
}

/** A longer list is hard to review. */
const filesListed = 10;

/**
 * Makes sorted inputs of files and folders. If many files of a folder are used, the folder becomes the input.
 */
export function joinInputs({ files, folders, trees, globs }: InputsToJoin): UnlistedInput[] {
  const inputs = new Map<string, Set<string>>();
  const add = (path: string, testFiles: readonly string[]) => {
    const input = `{workspaceRoot}/${path}`;
    inputs.set(input, new Set([...(inputs.get(input) ?? []), ...testFiles]));
  };
  const filesIn = countFiles(files.keys());
  for (const [path, testFiles] of files) {
    const folder = folderOf(path) ?? '.';
    const isWhole = folders.has(folder) || (filesIn.get(folder) ?? 0) > filesListed;
    add(isWhole ? below(folder, '*') : escapeGlob(path), testFiles);
  }
  for (const [folder, testFiles] of folders) add(below(folder, '*'), testFiles);
  for (const [folder, testFiles] of trees) add(below(folder, '**/*'), testFiles);
  for (const [glob, testFiles] of globs) add(glob, testFiles);
  return [...inputs]
    .map(([input, testFiles]) => ({ input, testFiles: [...testFiles].sort() }))
    .sort((one, other) => (one.input < other.input ? -1 : 1));
}

/** Counts files by folder. */
function countFiles(paths: Iterable<string>): Map<string, number> {
  const counts = new Map<string, number>();
  for (const path of paths) {
    const folder = folderOf(path) ?? '.';
    counts.set(folder, (counts.get(folder) ?? 0) + 1);
  }
  return counts;
}

function below(folder: string, pattern: string): string {
  return joinWorkspacePath(escapeGlob(folder), pattern);
}
