import { type Fingerprint, formatBlockId, type Problem } from '@nx-testmon/core';
import picomatch from 'picomatch';
import { globFiles } from './glob-files';
import { hashContents } from './hash-contents';
import type { WorkspaceFiles } from './workspace-files';
import { toWorkspacePath } from './workspace-paths';

/**
 * Files that the user declares to be read, one fingerprint for each glob: names and contents of all matches, of
 * files that git ignores too, so that one that comes or goes is a change.
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

/** Whether a file is one of those that count for a declared glob. */
export function isDeclaredBy(glob: string, path: string): boolean {
  return picomatch.isMatch(path, glob, { dot: true });
}
