import { type Fingerprint, formatBlockId, type Problem } from '@nx-testmon/core';
import picomatch from 'picomatch';
import { globFiles } from './glob-files';
import { hashContents } from './hash-contents';
import type { WorkspaceFiles } from './workspace-files';
import { toWorkspacePath } from './workspace-paths';

/**
 * One fingerprint for each glob of files that the user declares as read: names and contents of all matching files,
 * including files that git ignores. Therefore, adding or removing a matching file is a change.
 *
 * @param globs relative to the workspace root
 */
export function fingerprintDeclaredFiles(
  files: WorkspaceFiles,
  globs: readonly string[],
): { readonly fingerprints: readonly Fingerprint[]; readonly problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const fingerprints = [...new Set(globs)].map((glob) => {
    const paths = globFiles(files.root, [glob], [], (folder, name) => files.isLeftOut(folder, name))
      .flatMap((file) => toWorkspacePath(files.root, file) ?? [])
      .sort();
    if (paths.length === 0) problems.push({ kind: 'no-declared-file', glob });
    return { block: formatBlockId({ kind: 'declared', glob }), hash: hashContents(files, paths) };
  });
  return { fingerprints, problems };
}

/** Whether a file matches a declared glob. */
export function isDeclaredBy(glob: string, path: string): boolean {
  return picomatch.isMatch(path, glob, { dot: true });
}
