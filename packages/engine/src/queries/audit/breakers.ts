import type { Problem, StoredBreaker } from '@nx-testmon/core';
import { clearBreaker, type ListedBreaker, listBreakers, refuseStore } from '@nx-testmon/store';
import type { StorePaths } from '../../store/task-store';

export type { ListedBreaker };

/** The projects whose selection an audit has turned off. */
export interface KnownBreakers {
  readonly breakers: readonly ListedBreaker[];
  /** Why the list may be incomplete. */
  readonly problems: readonly Problem[];
}

/** Reads which projects run every test file because of an audit. Runs no test and writes nothing. */
export function readBreakers(paths: StorePaths): KnownBreakers {
  const refusal = refuseStore(paths);
  if (refusal) return { breakers: [], problems: [refusal] };
  return { breakers: listBreakers(paths.breakers), problems: [] };
}

/**
 * Turns the selection on again.
 *
 * @returns the problems that prevent it
 */
export function clearBreakers(
  paths: StorePaths,
  breakers: readonly { readonly stored: Pick<StoredBreaker, 'file'> }[],
): Problem[] {
  return breakers.flatMap(({ stored: { file } }) => {
    const detail = clearBreaker(paths.breakers, file);
    return detail === undefined ? [] : [{ kind: 'breaker-not-cleared', file, detail } as const];
  });
}
