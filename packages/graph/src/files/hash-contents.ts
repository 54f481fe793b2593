import { describeFileState, digestParts } from '@nx-testmon/core';
import type { WorkspaceFiles } from './workspace-files';

/** Digest of the names and the states of files, in the given order. */
export function hashContents(files: WorkspaceFiles, paths: readonly string[]): string {
  return digestParts(paths.flatMap((path) => [path, fileStateOf(files, path) ?? 'missing']));
}

/** Digest of a file's content and executable bit; `undefined` if there is no such file. */
export function fileStateOf(files: WorkspaceFiles, path: string): string | undefined {
  const hash = files.contentHash(path);
  return hash === undefined ? undefined : describeFileState(hash, files.isExecutable(path));
}
