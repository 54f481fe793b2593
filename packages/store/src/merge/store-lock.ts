import { setTimeout as sleep } from 'node:timers/promises';
import {
  type Failure,
  failed,
  type ProblemOf,
  rethrowUnlessSystemError,
  systemMessage,
} from '@nx-testmon/core';
import { removeForeignLock } from './foreign-lock';

/** All in ms. */
export interface LockTiming {
  /** A lock that was not refreshed for this long belongs to a process that died; at least 2000. */
  readonly staleMs: number;
  /** How often the holder refreshes it; at most half of `staleMs`. */
  readonly updateMs: number;
  /** How long to wait for the lock. */
  readonly waitMs: number;
  /** How long SQLite waits for its own lock; below `staleMs`, because it blocks the refreshing. */
  readonly busyTimeoutMs: number;
}

export const DEFAULT_LOCK_TIMING: LockTiming = {
  staleMs: 10_000,
  updateMs: 2_000,
  waitMs: 20_000,
  busyTimeoutMs: 5_000,
};

/** After this many removals, any entry at the path of the lock is treated as a lock. */
const MAX_REMOVED = 3;

/** The advisory lock, so that collecting processes do not wait inside SQLite, where waiting is unfair. */
export interface StoreLock {
  /** True if another process has taken the lock over, because this one did not refresh it in time. */
  isCompromised(): boolean;
  release(): Promise<void>;
}

export type AcquiredLock =
  { readonly ok: true; readonly lock: StoreLock } | Failure<ProblemOf<'store-locked' | 'store-not-writable'>>;

/**
 * Takes `<file>.lock`. It orders writers but does not protect the data: a paused holder can lose it and continue,
 * which SQLite's own lock makes harmless.
 */
export async function acquireStoreLock(file: string, timing: LockTiming): Promise<AcquiredLock> {
  // Only collecting runs need it, and loading it installs exit handlers.
  const { lock } = require('proper-lockfile') as typeof import('proper-lockfile');
  let compromised = false;
  let removed = 0;
  for (let waited = 0, delay = 10; ; delay = Math.min(delay * 1.5, 250)) {
    try {
      const release = await lock(file, {
        realpath: false,
        stale: timing.staleMs,
        update: timing.updateMs,
        // Its own retries would also wait for a read-only folder to become writable.
        retries: 0,
        onCompromised: () => {
          compromised = true;
        },
      });
      return { ok: true, lock: { isCompromised: () => compromised, release: () => releaseQuietly(release) } };
    } catch (error) {
      // proper-lockfile uses the system clock for the times of locks. With another clock, a lock in use could seem
      // foreign.
      if (removeForeignLock(`${file}.lock`, timing.staleMs, Date.now()) && ++removed <= MAX_REMOVED) continue;
      if ((error as NodeJS.ErrnoException).code !== 'ELOCKED') {
        return failed({ kind: 'store-not-writable', file, detail: systemMessage(error) });
      }
    }
    if (waited >= timing.waitMs) return failed({ kind: 'store-locked', file });
    // Jitter, so that processes that started together do not always retry at the same time.
    const pause = Math.min(delay * (0.5 + Math.random()), Math.max(1, timing.waitMs - waited));
    await sleep(pause);
    waited += pause;
  }
}

/**
 * The merge is committed. The next process takes over a lock that was lost or can't be removed, because it becomes
 * stale.
 */
async function releaseQuietly(release: () => Promise<void>): Promise<void> {
  try {
    await release();
  } catch (error) {
    rethrowUnlessSystemError(error);
  }
}
