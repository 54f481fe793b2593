import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { digestParts } from '@nx-testmon/core';

const run = promisify(execFile);

/**
 * Identifies the files of a workspace: the commit, and what is not committed. Writes nothing.
 *
 * @param ignored absolute path of a file that does not count, such as the plan itself
 * @returns the same text for the same files; `undefined` where git does not know
 */
export async function describeCheckout(
  workspaceRoot: string,
  env: Readonly<Record<string, string | undefined>>,
  ignored?: string,
): Promise<string | undefined> {
  // Status would refresh the index on disk.
  const options = { cwd: workspaceRoot, env: { ...env, GIT_OPTIONAL_LOCKS: '0' }, maxBuffer: 1024 ** 3 };
  const git = async (...args: readonly string[]) => (await run('git', args, options)).stdout;
  try {
    const top = (await git('rev-parse', '--show-toplevel')).trim();
    const commit = (await git('rev-parse', '--verify', 'HEAD')).trim();
    const changed = await git('diff', 'HEAD', '--binary', '--no-ext-diff', '--no-textconv', '--no-color');
    const listed = await git('ls-files', '--others', '--exclude-standard', '-z', '--full-name', ':/');
    const untracked = listed
      .split('\0')
      .filter((path) => path !== '' && join(top, path) !== ignored)
      .sort();
    if (changed === '' && untracked.length === 0) return commit;
    const contents = untracked.flatMap((path) => [path, readFileSync(join(top, path), 'base64')]);
    return `${commit}+${digestParts([changed, ...contents])}`;
  } catch {
    // No repository, no commit, or a file that is gone: the plan is then for no other checkout.
    return undefined;
  }
}
