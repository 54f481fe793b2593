import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { git } from '../replay/history.mts';
import type { Fix } from './find-fixes.mts';

type FixedSources = Pick<Fix, 'hash' | 'sources'>;

/** Gives the sources of a fix the content from before the fix. */
export const reverseFix = (clone: string, { hash, sources }: FixedSources): void =>
  takeFiles(clone, `${hash}^`, sources);

/**
 * Reverses the changes of a fix in the sources of a later commit.
 *
 * @returns false if they have changed since; the clone must then be checked out again
 */
export function reverseLater(clone: string, { hash, sources }: FixedSources): boolean {
  const patch = join(clone, '.git/reversed.patch');
  git(clone, 'diff', '--binary', '--no-renames', `--output=${patch}`, `${hash}^`, hash, '--', ...sources);
  try {
    git(clone, 'apply', '--reverse', '--3way', patch);
    return true;
  } catch {
    return false;
  } finally {
    rmSync(patch, { force: true });
  }
}

/** Gives the sources of a fix the content that they have with the fix. */
export const applyFix = (clone: string, { hash, sources }: FixedSources): void =>
  takeFiles(clone, hash, sources);

/** Gives files the content that they have in a commit, and removes files that the commit does not have. */
function takeFiles(clone: string, commit: string, paths: readonly string[]): void {
  const options = ['-r', '-z', '--name-only', '--full-tree'];
  const present = new Set(git(clone, 'ls-tree', ...options, commit, '--', ...paths).split('\0'));
  const [kept, gone] = [
    paths.filter((path) => present.has(path)),
    paths.filter((path) => !present.has(path)),
  ];
  if (kept.length > 0) git(clone, 'checkout', '--quiet', commit, '--', ...kept);
  for (const path of gone) rmSync(join(clone, path), { force: true });
}
