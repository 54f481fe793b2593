import type { ChildProcess } from 'node:child_process';
import { rethrowUnlessSystemError } from '@nx-testmon/core';

/** A cancelled round may take so long to store what it has, in ms. */
export const stopTimeoutMs = 20_000;

/** Windows has no groups of processes. */
export const hasGroups = process.platform !== 'win32';

/**
 * Kills what is left of a process that was started with `detached`, and of what it has started. Nothing of the store is
 * half-written then: a record is a file that is renamed when it is complete, and a merge is a transaction.
 */
export function killGroup(child: Pick<ChildProcess, 'pid' | 'kill'>): void {
  if (child.pid === undefined) return;
  try {
    if (hasGroups) process.kill(-child.pid, 'SIGKILL');
    else child.kill('SIGKILL');
  } catch (error) {
    rethrowUnlessSystemError(error);
    // All have ended.
  }
}

/** Ends this process, which was started with `detached`, and what it has started. Without groups, nothing. */
export function killOwnGroup(): void {
  if (hasGroups) process.kill(0, 'SIGKILL');
}
