/** Names of the lockfiles of package managers, at the workspace root. */
export const lockfileNames = [
  'npm-shrinkwrap.json',
  'package-lock.json',
  'pnpm-lock.yaml',
  'yarn.lock',
  'bun.lock',
  'bun.lockb',
] as const;

export type LockfileName = (typeof lockfileNames)[number];

export function isLockfileName(name: string): name is LockfileName {
  return (lockfileNames as readonly string[]).includes(name);
}
