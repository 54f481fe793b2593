import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { lockfileNames, type PackageCommands, packageCommands } from '@nx-testmon/core';

const npm = packageCommands['package-lock.json'];

/** Without those of npm, which projects with another package manager may have kept. */
const lockfiles = lockfileNames.filter((name) => packageCommands[name] !== npm);

/** The commands of the package manager of a workspace, as its lockfile shows it. Default: those of npm. */
export function packageManagerOf(root: string): PackageCommands {
  const lockfile = lockfiles.find((name) => existsSync(join(root, name)));
  return lockfile === undefined ? npm : packageCommands[lockfile];
}
