import type { LockfileName } from './lockfile-names';

/** Command lines of a package manager. */
export interface PackageCommands {
  /** Installs the versions of the lockfile. */
  readonly install: string;
  /** Precedes a command of an installed package. */
  readonly exec: string;
  /** Precedes the names of packages to remove. */
  readonly remove: string;
}

const npm = { install: 'npm install', exec: 'npx', remove: 'npm uninstall' };
const bun = { install: 'bun install', exec: 'bunx', remove: 'bun remove' };

/** The commands of each package manager, by its lockfile. */
export const packageCommands: Readonly<Record<LockfileName, PackageCommands>> = {
  'npm-shrinkwrap.json': npm,
  'package-lock.json': npm,
  'pnpm-lock.yaml': { install: 'pnpm install', exec: 'pnpm exec', remove: 'pnpm remove' },
  'yarn.lock': { install: 'yarn install', exec: 'yarn', remove: 'yarn remove' },
  'bun.lock': bun,
  'bun.lockb': bun,
};
