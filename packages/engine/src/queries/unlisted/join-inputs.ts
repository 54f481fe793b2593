import { folderOf, joinWorkspacePath } from '@nx-testmon/core';
import type { TestFilesByUse } from './uses-of-tests';

/** Something that tests depend on and that is no input of a target. */
export interface UnlistedInput {
  /** As it is written into `inputs`, such as `{workspaceRoot}/libs/a/data.json`. */
  readonly input: string;
  /** Test files that depend on it, sorted. */
  readonly testFiles: readonly string[];
}

/** What is to be joined; folders and trees relative to the workspace root. */
export interface InputsToJoin {
  readonly files: TestFilesByUse;
  readonly folders: TestFilesByUse;
  readonly trees: TestFilesByUse;
  readonly globs: TestFilesByUse;
}

/** A longer list is hard to review. */
const filesListed = 10;

/** Makes inputs of files and folders, sorted. Many files of a folder become the folder. */
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
    add(isWhole ? below(folder, '*') : escapePattern(path), testFiles);
  }
  for (const [folder, testFiles] of folders) add(below(folder, '*'), testFiles);
  for (const [folder, testFiles] of trees) add(below(folder, '**/*'), testFiles);
  for (const [glob, testFiles] of globs) add(glob, testFiles);
  return [...inputs]
    .map(([input, testFiles]) => ({ input, testFiles: [...testFiles].sort() }))
    .sort((one, other) => (one.input < other.input ? -1 : 1));
}

/** By folder. */
function countFiles(paths: Iterable<string>): Map<string, number> {
  const counts = new Map<string, number>();
  for (const path of paths) {
    const folder = folderOf(path) ?? '.';
    counts.set(folder, (counts.get(folder) ?? 0) + 1);
  }
  return counts;
}

function below(folder: string, pattern: string): string {
  return joinWorkspacePath(escapePattern(folder), pattern);
}

/** Inputs are globs. */
function escapePattern(path: string): string {
  return path.replace(/[\\*?[\]{}()!+@|]/g, '\\$&');
}
