import type { Problem } from '@nx-testmon/core';
import { DEFAULT_LOCK_TIMING, mergePending } from '@nx-testmon/store';
import { movedAsideProblems } from '../../store/moved-aside';
import type { StorePaths } from '../../store/task-store';

/**
 * Merges the pending records of earlier tasks, and records that a cache restored.
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
  return [...refused, ...movedAsideProblems(movedAside), ...(problem ? [problem] : [])];
}
