import { join } from 'node:path';
import { type InstallationFolders, joinWorkspacePath, type Problem } from '@nx-testmon/core';
import { type IgnoreRules, isIgnoredFile, isIgnoredFolder, rulesAbove, withRulesOf } from './ignore-rules';
import { readFolder } from './read-disk';

/**
 * Lists the files of a workspace that git does not ignore, without running git. It reads nested `.gitignore` files,
 * those above the workspace up to the repository root, and `.git/info/exclude`. Ignored folders are not entered.
 * `.env*` files are listed even if they are ignored, because tests read them. Symbolic links to files are listed;
 * links to folders are not followed.
 *
 * @param root absolute path
 * @param installations whose folders are left out
 * @param problems receives a problem for each folder that can't be read
 * @returns paths relative to the root with forward slashes, sorted
 */
export function listFiles(
  root: string,
  installations: InstallationFolders,
  problems: Problem[] = [],
): string[] {
  const files: string[] = [];
  listFolder({ root, installations, files, problems }, '.', rulesAbove(root));
  return files.sort();
}

interface Listing {
  readonly root: string;
  readonly installations: InstallationFolders;
  readonly files: string[];
  readonly problems: Problem[];
}

function listFolder(listing: Listing, folder: string, inherited: IgnoreRules): void {
  const absolute = folder === '.' ? listing.root : join(listing.root, folder);
  const entries = readFolder(absolute);
  if (!entries) {
    listing.problems.push({ kind: 'folder-unreadable', path: folder });
    return;
  }
  const hasOwnRules = entries.some((entry) => entry.name === '.gitignore');
  const rules = hasOwnRules ? withRulesOf(inherited, absolute, folder) : inherited;
  for (const entry of entries) {
    if (listing.installations.isLeftOut(folder, entry.name)) continue;
    const path = joinWorkspacePath(folder, entry.name);
    if (entry.isDirectory()) {
      if (!isIgnoredFolder(rules, path)) listFolder(listing, path, rules);
    } else if (entry.isFile() || entry.isSymbolicLink()) {
      if (!isIgnoredFile(rules, path)) listing.files.push(path);
    }
  }
}
