import { lstatSync, renameSync, rmdirSync } from 'node:fs';
import { rethrowUnlessSystemError } from '@nx-testmon/core';

/**
 * Removes an entry at the path of a lock that can't be the lock of a running process: a file or a link, or a folder
 * whose time is so far ahead of the clock that no process has set it. Waiting for it would never end, because it
 * never becomes stale.
 *
 * @param lockFile absolute
 * @param staleMs how far the clock of a process that holds a lock may be ahead or behind
 * @returns whether something was removed, so that another attempt makes sense
 */
export function removeForeignLock(lockFile: string, staleMs: number, now: number): boolean {
  try {
    const stat = lstatSync(lockFile, { throwIfNoEntry: false });
    if (stat === undefined) return false;
    if (!stat.isDirectory()) return moveLockAside(lockFile, now);
    if (Math.abs(stat.mtimeMs - now) <= staleMs) return false;
    return removeFolder(lockFile) || moveLockAside(lockFile, now);
  } catch (error) {
    rethrowUnlessSystemError(error);
    return false;
  }
}

/** A lock is an empty folder. */
function removeFolder(lockFile: string): boolean {
  try {
    rmdirSync(lockFile);
    return true;
  } catch (error) {
    rethrowUnlessSystemError(error);
    return false;
  }
}

/** It may be a file of the user: beside a store outside `.testmon`, any name may be in use. */
function moveLockAside(lockFile: string, now: number): true {
  renameSync(lockFile, `${lockFile}.aside-${new Date(now).toISOString().replace(/[:.]/g, '')}`);
  return true;
}
