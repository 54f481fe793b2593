import type { Problem } from '@nx-testmon/core';
import { clearBreaker, type ListedBreaker, listBreakers, refuseStore } from '@nx-testmon/store';
import type { StorePaths } from '../../store/task-store';

export type { ListedBreaker };

/** The projects whose selection an audit has turned off. */
export interface KnownBreakers {
  readonly breakers: readonly ListedBreaker[];
  /** Why the list may be incomplete. */
  readonly problems: readonly Problem[];
}

/**
 * Reads which projects run every test file because of an audit. Runs no test and writes nothing.
 *
 * @param now in ms since 1970
 */
export function readBreakers(paths: StorePaths, now: number): KnownBreakers {
  const refusal = refuseStore(paths);
  if (refusal) return { breakers: [], problems: [refusal] };
  return { breakers: listBreakers(paths, now), problems: [] };
}

/**
 * Turns the selection on again, here and in every store that this one is merged into.
 *
 * @param now in ms since 1970
 * @returns the problems that prevent it
 */
export function clearBreakers(paths: StorePaths, breakers: readonly ListedBreaker[], now: number): Problem[] {
  return breakers.flatMap((breaker) => {
    const { file } = breaker.stored;
    const detail = clearBreaker(paths, breaker, now);
    return detail === undefined ? [] : [{ kind: 'breaker-not-cleared', file, detail } as const];
  });
}
