import type { ProblemOf } from '@nx-testmon/core';
import type { MergedSources } from '@nx-testmon/store';

/** Reports a store that could not be used and was moved aside. */
export function movedAsideProblems(moved: MergedSources['movedAside']): ProblemOf<'store-moved-aside'>[] {
  return moved ? [{ kind: 'store-moved-aside', ...moved }] : [];
}
