import { findInstallation, type RunnerInstallation } from '@nx-testmon/runner';

/**
 * Finds the Vitest that a project uses, without loading it.
 *
 * @param projectRoot absolute
 */
export function findVitest(projectRoot: string): RunnerInstallation {
  return findInstallation(
    {
      title: 'Vitest',
      packageName: 'vitest',
      oldestMajor: 3,
      newestMajor: 5,
      locate: (resolve) => ({ manifest: resolve('vitest/package.json'), entry: resolve('vitest/node') }),
    },
    projectRoot,
  );
}
