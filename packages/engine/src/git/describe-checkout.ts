import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { digestParts, type EnvironmentVariables } from '@nx-testmon/core';
import { GitRepository, rethrowUnlessGitError } from './git-repository';

/**
 * Identifies the files of a workspace by the commit and the uncommitted changes. Writes nothing.
 *
 * @param ignored absolute path of a file that does not count, such as the plan itself
 * @returns the same text for the same files; `undefined` if git can't identify them
 */
export async function describeCheckout(
  workspaceRoot: string,
  env: EnvironmentVariables,
  ignored?: string,
): Promise<string | undefined> {
  const opened = await GitRepository.open(workspaceRoot, env);
  if (!opened.ok) return undefined;
  const { repository } = opened;
  const { git, top } = repository;
  try {
    const commit = (await git(['rev-parse', '--verify', 'HEAD'])).trim();
    const changed = await git(['diff', 'HEAD', '--binary', '--no-ext-diff', '--no-textconv', '--no-color']);
    const listed = await repository.listUntracked('--full-name', ':/');
    const untracked = listed.filter((path) => join(top, path) !== ignored).sort();
    if (changed === '' && untracked.length === 0) return commit;
    const contents = untracked.flatMap((path) => [path, readFileSync(join(top, path), 'base64')]);
    return `${commit}+${digestParts([changed, ...contents])}`;
  } catch (error) {
    rethrowUnlessGitError(error);
    // There is no commit, or a file was deleted: the plan then fits no other checkout.
    return undefined;
  }
}
