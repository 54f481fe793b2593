import type { Problem } from '@nx-testmon/core';
import { DEFAULT_LOCK_TIMING, mergeCarriedBreakers, mergePending } from '@nx-testmon/store';
import { movedAsideProblems } from '../../store/moved-aside';
import type { StorePaths } from '../../store/task-store';

/**
 * Merges the pending records of earlier tasks, and records and breakers that a cache restored.
 *
 * @returns the problems
 */
export async function mergeWaiting(paths: StorePaths, now: number): Promise<readonly Problem[]> {
  const { database: file, pending: pendingDir, records: recordsDir } = paths;
  const { refused, movedAside, problem } = await mergePending({
    file,
    pendingDir,
    recordsDir,
    lock: DEFAULT_LOCK_TIMING,
    now,
  });
  const breakers = mergeCarriedBreakers(paths, now);
  return [...refused, ...movedAsideProblems(movedAside), ...(problem ? [problem] : []), ...breakers.problems];
}
