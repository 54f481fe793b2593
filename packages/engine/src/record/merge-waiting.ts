import type { Problem } from '@nx-testmon/core';
import { DEFAULT_LOCK_TIMING, mergePending } from '@nx-testmon/store';
import type { StorePaths } from '../store/task-store';

/** Merges what earlier tasks left behind, and records that a cache restored. @returns what could not be merged */
export async function mergeWaiting(paths: StorePaths, now: number): Promise<readonly Problem[]> {
  const { database: file, pending: pendingDir, records: recordsDir } = paths;
  const { refused, problem } = await mergePending({
    file,
    pendingDir,
    recordsDir,
    lock: DEFAULT_LOCK_TIMING,
    now,
  });
  return [
    ...refused.map((one) => ({ kind: 'record-refused', file: one.file, reason: one.reason }) as const),
    ...(problem ? [problem] : []),
  ];
}
