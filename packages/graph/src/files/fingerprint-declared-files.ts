import { digestParts, type Fingerprint, formatBlockId } from '@nx-testmon/core';
import { globFiles } from '../test-files/find-test-files';
import { toWorkspacePath } from './workspace-paths';
import type { WorkspaceFiles } from './workspace-files';

/** What is never looked into for files that tests may read. */
const leftOut = ['**/node_modules/**', '**/.git/**', '**/.nx/**', '**/.testmon/**'];

/**
 * Files that the user declares to be read, one fingerprint for each glob: names and contents of all matches, of
 * files that git ignores too, so that one that comes or goes is a change.
 *
 * @param globs relative to the workspace root
 */
export function fingerprintDeclaredFiles(
  files: WorkspaceFiles,
  globs: readonly string[],
): { readonly fingerprints: readonly Fingerprint[]; readonly notes: readonly string[] } {
  const notes: string[] = [];
  const fingerprints = [...new Set(globs)].map((glob) => {
    const paths = globFiles(files.root, [glob], leftOut)
      .flatMap((file) => toWorkspacePath(files.root, file) ?? [])
      .sort();
    if (paths.length === 0) notes.push(`dependsOnFiles: no file matches ${glob} (a folder needs /**)`);
    const parts = paths.flatMap((path) => [path, files.contentHash(path) ?? 'missing']);
    return { block: formatBlockId({ kind: 'declared', glob }), hash: digestParts(parts) };
  });
  return { fingerprints, notes };
}
