import { createRequire } from 'node:module';
import { findInstallation, type RunnerInstallation } from '@nx-testmon/runner';

/**
 * Finds the Jest that a project uses, without loading it.
 *
 * @param projectRoot absolute
 */
export function findJest(projectRoot: string): RunnerInstallation {
  return findInstallation(
    {
      title: 'Jest',
      packageName: 'jest',
      oldestMajor: 29,
      newestMajor: 30,
      locate(resolve) {
        const manifest = resolve('jest/package.json');
        return { manifest, entry: createRequire(manifest).resolve('jest-cli') };
      },
    },
    projectRoot,
  );
}
