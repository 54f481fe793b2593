import { lstatSync, renameSync, rmdirSync } from 'node:fs';
import { rethrowUnlessSystemError } from '@nx-testmon/core';

/**
 * Takes away what lies in the place of a lock and can be none that a running process holds: a file or a link, or
 * a folder whose time is so far ahead of the clock that no process has set it. Waiting for it would never end,
 * because it does not grow old.
 *
 * @param lockFile absolute
 * @param staleMs how far ahead the clock of a process that holds a lock may be, as how far behind
 * @returns whether something was taken away, so that it is worth another attempt
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

/** It may be a file of the user: beside a store that lies elsewhere, any name may be taken. */
function moveLockAside(lockFile: string, now: number): true {
  renameSync(lockFile, `${lockFile}.aside-${new Date(now).toISOString().replace(/[:.]/g, '')}`);
  return true;
}
