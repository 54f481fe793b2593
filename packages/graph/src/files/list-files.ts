import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { InstallationFolders, Problem } from '@nx-testmon/core';
import ignore, { type Ignore } from 'ignore';
import { readFolder, readText } from './read-disk';
import { joinWorkspacePath, toWorkspacePath } from './workspace-paths';

/** The rules of one `.gitignore`. They apply to paths relative to its own folder. */
interface Rules {
  /** Length of the folder's path with its slash; negative for a folder above the workspace. */
  readonly cut: number;
  /** The path from a folder above the workspace to the workspace root. */
  readonly prefix: string;
  readonly matcher: Ignore;
}

/**
 * Lists the files of a workspace that git does not ignore, without asking git: nested `.gitignore` files,
 * those above the workspace up to the repository root, and `.git/info/exclude`. Ignored folders are not
 * entered. `.env*` files are listed even where they are ignored, because tests read them. Symbolic links to
 * files are listed, those to folders are not followed.
 *
 * @param root absolute path
 * @param installations whose folders are left out
 * @param problems receives one for each folder that can't be read
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

function listFolder(listing: Listing, folder: string, inherited: readonly Rules[]): void {
  const absolute = folder === '.' ? listing.root : join(listing.root, folder);
  const entries = readFolder(absolute);
  if (!entries) {
    listing.problems.push({ kind: 'folder-unreadable', path: folder });
    return;
  }
  const own = entries.some((entry) => entry.name === '.gitignore')
    ? readRules(join(absolute, '.gitignore'), folder === '.' ? 0 : folder.length + 1, '')
    : undefined;
  const rules = own ? [...inherited, own] : inherited;
  for (const entry of entries) {
    if (listing.installations.isLeftOut(folder, entry.name)) continue;
    const path = joinWorkspacePath(folder, entry.name);
    if (entry.isDirectory()) {
      if (!isIgnored(rules, `${path}/`)) listFolder(listing, path, rules);
    } else if (entry.isFile() || entry.isSymbolicLink()) {
      if (entry.name.startsWith('.env') || !isIgnored(rules, path)) listing.files.push(path);
    }
  }
}

/** The deepest file with a rule for a path decides, as in git. */
function isIgnored(rules: readonly Rules[], path: string): boolean {
  for (let index = rules.length - 1; index >= 0; index--) {
    const { cut, prefix, matcher } = rules[index]!;
    const { ignored, unignored } = matcher.test(prefix + path.slice(cut));
    if (ignored) return true;
    if (unignored) return false;
  }
  return false;
}

function readRules(file: string, cut: number, prefix: string): Rules | undefined {
  const text = readText(file);
  if (text === undefined) return undefined;
  try {
    return { cut, prefix, matcher: ignore({ ignorecase: false }).add(text) };
  } catch {
    // A line that makes no valid pattern.
    return undefined;
  }
}

/** Rules from the repository that the workspace is a folder of; none where they ignore the whole workspace. */
function rulesAbove(root: string): Rules[] {
  const repository = repositoryOf(root);
  if (repository === undefined) return [];
  const rules: Rules[] = [];
  for (let at = root; ; at = dirname(at)) {
    const inner = toWorkspacePath(at, root) ?? '.';
    const prefix = inner === '.' ? '' : `${inner}/`;
    const file = at === root ? undefined : readRules(join(at, '.gitignore'), 0, prefix);
    if (file) rules.unshift(file);
    if (at === repository) {
      const exclude = readRules(join(at, '.git/info/exclude'), 0, prefix);
      if (exclude) rules.unshift(exclude);
      break;
    }
  }
  return rules.filter(({ prefix, matcher }) => prefix === '' || !matcher.ignores(prefix));
}

function repositoryOf(root: string): string | undefined {
  for (let at = root; ; at = dirname(at)) {
    if (existsSync(join(at, '.git'))) return at;
    if (dirname(at) === at) return undefined;
  }
}
