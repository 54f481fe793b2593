import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Failed, failed, type ProblemOf } from '@nx-testmon/core';
import { linkInstalled } from './link-installed';

const run = promisify(execFile);

/** The workspace as a commit has it, in a folder of its own. */
export interface BaseCheckout {
  readonly ok: true;
  /** Absolute path of the workspace in it. */
  readonly root: string;
  /** Full name of the commit. */
  readonly commit: string;
  close(): void;
}

export type CheckedOutBase =
  BaseCheckout | Failed<ProblemOf<'no-git-repository' | 'unknown-commit' | 'checkout-failed'>>;

/**
 * Writes a commit's files to a temporary folder, with a separate index: the working tree, the index and the rest of the
 * repository do not change. What is installed is linked to, with the workspace's own packages leading to the checkout.
 *
 * @param base a commit by any name that git knows
 * @param projectRoots relative to the workspace root
 */
export async function checkOutBase(
  workspaceRoot: string,
  base: string,
  projectRoots: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Promise<CheckedOutBase> {
  const git = async (args: readonly string[], more: Record<string, string> = {}, cwd = workspaceRoot) =>
    (await run('git', args, { cwd, env: { ...env, ...more }, maxBuffer: 1024 ** 2 })).stdout.trim();
  let commit: string;
  let top: string;
  let prefix: string;
  try {
    top = await git(['rev-parse', '--show-toplevel']);
    prefix = await git(['rev-parse', '--show-prefix']);
  } catch (error) {
    return failed({ kind: 'no-git-repository', root: workspaceRoot, detail: firstLine(error) });
  }
  try {
    commit = await git(['rev-parse', '--verify', '--quiet', '--end-of-options', `${base}^{commit}`]);
  } catch {
    return failed({ kind: 'unknown-commit', commit: base });
  }
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'nx-testmon-seed-')));
  const close = () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  try {
    const index = { GIT_INDEX_FILE: join(folder, 'index') };
    const tree = join(folder, 'tree');
    // The rules up to the repository's root decide which files are ignored.
    mkdirSync(join(tree, '.git'), { recursive: true });
    await git(['read-tree', commit], index, top);
    await git(['checkout-index', '--all', '--force', '--quiet', `--prefix=${tree}/`], index, top);
    const root = join(tree, prefix);
    mkdirSync(root, { recursive: true });
    linkInstalled(realpathSync(workspaceRoot), root, projectRoots);
    return { ok: true, root, commit, close };
  } catch (error) {
    close();
    return failed({ kind: 'checkout-failed', commit: base, folder, detail: firstLine(error) });
  }
}

function firstLine(error: unknown): string {
  const { stderr, message } = error as { stderr?: string; message: string };
  return (stderr || message).trim().split('\n')[0] ?? '';
}
