import { mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type EnvironmentVariables, type Failure, failed, type ProblemOf } from '@nx-testmon/core';
import { findBase } from '../git/find-base';
import { firstLineOf } from '../git/git-repository';
import { linkInstalled } from './link-installed';

/** The workspace of another commit, in a separate folder. */
export interface BaseCheckout {
  /** Absolute path of the workspace in that folder. */
  readonly root: string;
  /** Full hash of the commit. */
  readonly commit: string;
  close(): void;
}

export type BaseCheckoutResult =
  | { readonly ok: true; readonly checkout: BaseCheckout }
  | Failure<ProblemOf<'no-git-repository' | 'unknown-commit' | 'checkout-failed'>>;

/**
 * Writes a commit's files to a temporary folder, with a separate index: the working tree, the index and the
 * rest of the repository do not change. Installed packages are linked; links to the workspace's own packages
 * lead to the checkout.
 *
 * @param base a commit by any name that git knows
 * @param projectRoots relative to the workspace root
 */
export async function checkOutBase(
  workspaceRoot: string,
  base: string,
  projectRoots: readonly string[],
  env: EnvironmentVariables,
): Promise<BaseCheckoutResult> {
  const found = await findBase(workspaceRoot, base, env);
  if (!found.ok) return found;
  const { repository, commit } = found;
  const { git, top } = repository;
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'nx-testmon-seed-')));
  const close = () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  try {
    const atTop = { cwd: top, env: { GIT_INDEX_FILE: join(folder, 'index') } };
    const tree = join(folder, 'tree');
    // The ignore rules of all folders up to the repository's root decide which files are ignored.
    mkdirSync(join(tree, '.git'), { recursive: true });
    await git(['read-tree', commit], atTop);
    await git(['checkout-index', '--all', '--force', '--quiet', `--prefix=${tree}/`], atTop);
    const prefix = (await git(['rev-parse', '--show-prefix'])).trim();
    const root = join(tree, prefix);
    mkdirSync(root, { recursive: true });
    linkInstalled(realpathSync(workspaceRoot), root, projectRoots);
    return { ok: true, checkout: { root, commit, close } };
  } catch (error) {
    close();
    return failed({ kind: 'checkout-failed', commit: base, folder, detail: firstLineOf(error) });
  }
}
