import { digestParts } from '@nx-testmon/core';
import type { WorkspaceFiles } from './workspace-files';

/** Digest of the names and the contents of files, in the given order. */
export function hashContents(files: WorkspaceFiles, paths: readonly string[]): string {
  return digestParts(paths.flatMap((path) => [path, files.contentHash(path) ?? 'missing']));
}
