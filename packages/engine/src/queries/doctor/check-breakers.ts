import type { ProblemOf } from '@nx-testmon/core';
import { problemOfBreaker } from '../../store/problem-of-breaker';
import type { StorePaths } from '../../store/task-store';
import { readBreakers } from '../audit/breakers';

/** The projects whose selection an audit has turned off. */
export interface BreakerCheck {
  readonly name: 'selection';
  readonly found: string;
  readonly problems: readonly ProblemOf<'breaker-set' | 'breaker-unreadable'>[];
}

/**
 * Returns nothing if no audit has turned a selection off.
 *
 * @param now in ms since 1970
 */
export function checkBreakers(paths: StorePaths, now: number): BreakerCheck[] {
  // Another check reports a refused store.
  const { breakers } = readBreakers(paths, now);
  const problems = breakers.map(({ project, stored }) => problemOfBreaker(stored, project));
  return problems.length === 0 ? [] : [{ name: 'selection', found: '', problems }];
}
