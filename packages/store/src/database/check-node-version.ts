import type { ProblemOf } from '@nx-testmon/core';

/**
 * Says what to do where this Node can't load the database module: on Node 20 it installs with a warning and
 * then ends the process with a segmentation fault, which no `catch` sees. Loads no native code itself.
 *
 * @param version as in `process.versions.node`, with or without a leading `v`
 * @returns `undefined` when the version will do; an unreadable version is a problem
 */
export function checkNodeVersion(version: string): ProblemOf<'unsupported-node'> | undefined {
  const parts = /^v?(\d+)\.(\d+)\./.exec(version);
  const [major, minor] = [Number(parts?.[1] ?? 0), Number(parts?.[2] ?? 0)];
  if (major > 22 || (major === 22 && minor >= 12)) return undefined;
  return { kind: 'unsupported-node', version };
}
