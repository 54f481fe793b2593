import type { ProblemOf, StoredBreaker } from '@nx-testmon/core';

/** The problem that a stored breaker causes in the runs of a project. */
export function problemOfBreaker(
  stored: StoredBreaker,
  project: string,
): ProblemOf<'breaker-set' | 'breaker-unreadable'> {
  if (stored.kind === 'unreadable')
    return { kind: 'breaker-unreadable', project, file: stored.file, detail: stored.detail };
  const { foundAt, missed } = stored.breaker;
  return {
    kind: 'breaker-set',
    project,
    foundAt: new Date(foundAt).toISOString(),
    testFiles: missed.map(({ path }) => path),
  };
}
