import { type EnvironmentVariables, type Failure, failed, type ProblemOf } from '@nx-testmon/core';
import { GitRepository } from './git-repository';

export type BaseResult =
  | { readonly ok: true; readonly repository: GitRepository; readonly commit: string }
  | Failure<ProblemOf<'no-git-repository' | 'unknown-commit'>>;

/**
 * Finds the commit that a workspace is compared with.
 *
 * @param base a commit by any name that git knows
 */
export async function findBase(
  workspaceRoot: string,
  base: string,
  env: EnvironmentVariables,
): Promise<BaseResult> {
  const opened = await GitRepository.open(workspaceRoot, env);
  if (!opened.ok) return opened;
  const { repository } = opened;
  const commit = await repository.findCommit(base);
  return commit === undefined
    ? failed({ kind: 'unknown-commit', commit: base })
    : { ok: true, repository, commit };
}
