import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { lockfileNames, type PackageCommands, packageCommands } from '@nx-testmon/core';

const npm = packageCommands['package-lock.json'];

/** The lockfiles of npm are left out, because projects with another package manager may have kept them. */
const lockfiles = lockfileNames.filter((name) => packageCommands[name] !== npm);

/** The commands of the package manager of a workspace, detected by its lockfile; those of npm by default. */
export function packageManagerOf(root: string): PackageCommands {
  const lockfile = lockfiles.find((name) => existsSync(join(root, name)));
  return lockfile === undefined ? npm : packageCommands[lockfile];
}
