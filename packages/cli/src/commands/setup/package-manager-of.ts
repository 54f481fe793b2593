import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type PackageCommands, packageCommands } from '@nx-testmon/core';

/** Those of npm come last: other package managers may leave its lockfile behind. */
const lockfiles = ['pnpm-lock.yaml', 'yarn.lock', 'bun.lock', 'bun.lockb', 'package-lock.json'] as const;

/** The commands of the package manager of a workspace, as its lockfile shows it. Default: those of npm. */
export function packageManagerOf(root: string): PackageCommands {
  const lockfile = lockfiles.find((name) => existsSync(join(root, name)));
  return packageCommands[lockfile ?? 'package-lock.json'];
}
