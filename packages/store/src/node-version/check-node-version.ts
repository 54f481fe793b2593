import type { ProblemOf } from '@nx-testmon/core';

/**
 * Checks whether nx-testmon supports a version of Node. Callers check before they load anything else: on Node 20, the
 * database module is installed with a warning and then ends the process with a segmentation fault, which can't be
 * caught.
 *
 * @param version as in `process.versions.node`, with or without a leading `v`
 * @returns `undefined` for a supported version; an unreadable version is a problem
 */
export function checkNodeVersion(version: string): ProblemOf<'unsupported-node'> | undefined {
  const [, major = '0', minor = '0'] = /^v?(\d+)\.(\d+)\./.exec(version) ?? [];
  if (Number(major) > 22 || (Number(major) === 22 && Number(minor) >= 12)) return undefined;
  return { kind: 'unsupported-node', version };
}
