import type { ChildProcess } from 'node:child_process';
import { rethrowUnlessSystemError } from '@nx-testmon/core';

/** Maximum time for a cancelled round to store its results, in ms. */
export const stopTimeoutMs = 20_000;

/** Windows has no process groups. */
export const hasGroups = process.platform !== 'win32';

/**
 * Kills the remaining processes of one that was started with `detached`, and those that it has started. The
 * store stays consistent: a record is a file that is renamed when it is complete, and a merge is a
 * transaction.
 */
export function killGroup(child: Pick<ChildProcess, 'pid' | 'kill'>): void {
  if (child.pid === undefined) return;
  try {
    if (hasGroups) process.kill(-child.pid, 'SIGKILL');
    else child.kill('SIGKILL');
  } catch (error) {
    rethrowUnlessSystemError(error);
    // All processes have ended.
  }
}

/**
 * Ends this process, which was started with `detached`, and the processes that it has started. Without
 * process groups, it does nothing.
 */
export function killOwnGroup(): void {
  if (hasGroups) process.kill(0, 'SIGKILL');
}
