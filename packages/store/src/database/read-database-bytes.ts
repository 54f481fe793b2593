import { closeSync, fstatSync, lstatSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { HEADER_BYTES, pageSize } from './database-header';
import { openRegularFile, readPart, readRegularFile } from '../files/regular-file';
import { rollBack } from './rollback-journal';
import { type Failure, failed, type StoreFileProblem, type StoreFileProblemKind } from '@nx-testmon/core';

export type DatabaseBytes = { readonly ok: true; readonly bytes: Buffer } | Failure<StoreFileProblem>;

/** A larger database is not a store: garbage collection keeps stores far smaller. */
export const MAX_DATABASE_BYTES = 1024 ** 3;

/**
 * Reads a whole database in the state of its last commit, by plain reads. It takes no lock, so a writer never waits
 * for a reader (not even for a paused one), and leaves nothing on disk, even while another process holds the lock.
 *
 * A copy is trusted only if it can't have changed during the read: a rollback-journal database changes only while its
 * journal exists, and a commit increases the change counter in its header. Therefore the journal bytes and the
 * header, size, time and inode must be the same before and after the read. Changes that the journal reverses are
 * undone in memory.
 *
 * @param timeoutMs how long to retry while a writer is active; at least one attempt is made
 */
export async function readDatabaseBytes(file: string, timeoutMs: number): Promise<DatabaseBytes> {
  let waited = 0;
  for (let delay = 2; ; delay = Math.min(delay * 2, 50)) {
    const attempt = readOnce(file);
    if (attempt.ok || attempt.problem.kind !== 'store-busy' || waited >= timeoutMs) return attempt;
    await sleep(delay);
    waited += delay;
  }
}

function readOnce(file: string): DatabaseBytes {
  let descriptor: number | undefined;
  try {
    descriptor = openRegularFile(file);
    return readConsistently(file, descriptor);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    return code === 'ENOENT' || code === 'ENOTDIR'
      ? notRead('store-missing', file)
      : notRead('store-unreadable', file, message);
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

function readConsistently(file: string, descriptor: number): DatabaseBytes {
  const before = fstatSync(descriptor, { bigint: true });
  if (before.size > MAX_DATABASE_BYTES)
    return notRead('store-unreadable', file, `larger than ${MAX_DATABASE_BYTES} bytes`);
  const journalBefore = readIfThere(`${file}-journal`);
  const headerBefore = readPart(descriptor, HEADER_BYTES);
  const bytes = readPart(descriptor, Number(before.size));
  const headerAfter = readPart(descriptor, HEADER_BYTES);
  const journalAfter = readIfThere(`${file}-journal`);
  const walBytes = sizeIfThere(`${file}-wal`);
  const after = fstatSync(descriptor, { bigint: true });

  const unchanged =
    bytes.length === Number(before.size) &&
    before.size === after.size &&
    before.mtimeNs === after.mtimeNs &&
    before.ctimeNs === after.ctimeNs &&
    lstatSync(file, { bigint: true }).ino === before.ino &&
    headerBefore.equals(headerAfter) &&
    headerBefore.equals(bytes.subarray(0, HEADER_BYTES)) &&
    sameBytes(journalBefore, journalAfter);
  if (!unchanged) return notRead('store-busy', file, 'it changed while it was read');
  if (walBytes > 0) return notRead('store-in-wal-mode', file, `${walBytes} bytes in its -wal file`);
  if (!journalBefore || bytes.length < HEADER_BYTES) return { ok: true, bytes };
  const rolledBack = rollBack(bytes, journalBefore, pageSize(bytes));
  return rolledBack.ok ? rolledBack : notRead('store-busy', file, rolledBack.detail);
}

function readIfThere(file: string): Buffer | undefined {
  return undefinedIfMissing(() => readRegularFile(file, MAX_DATABASE_BYTES));
}

function sizeIfThere(file: string): number {
  return undefinedIfMissing(() => lstatSync(file).size) ?? 0;
}

function undefinedIfMissing<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function sameBytes(a: Buffer | undefined, b: Buffer | undefined): boolean {
  return a === undefined || b === undefined ? a === b : a.equals(b);
}

function notRead(kind: StoreFileProblemKind, file: string, detail?: string): DatabaseBytes {
  return failed<StoreFileProblem>({ kind, file, ...(detail === undefined ? {} : { detail }) });
}
