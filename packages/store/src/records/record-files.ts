import { randomUUID } from 'node:crypto';
import {
  closeSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { rethrowUnlessSystemError, systemMessage, type TaskRecord } from '@nx-testmon/core';
import { entriesBelow } from '../files/entries-below';
import { isOwnFolder } from '../files/own-folder';
import { readRegularFile } from '../files/regular-file';
import { type DecodedRecord, encodeRecord, RecordDecoder, recordDigest, refused } from './record-format';
import { digestInFileName, isTemporaryName, recordFileName, recordFolder, recordPrefix } from './record-path';

export type WrittenRecord =
  | { readonly ok: true; readonly file: string; readonly digest: string }
  | { readonly ok: false; readonly file: string; readonly message: string };

/** A record larger than this is refused, in bytes. */
export const MAX_RECORD_BYTES = 128 * 1024 ** 2;

/**
 * Writes a record below `.testmon/records`, whole or not at all (temporary file, sync, rename).
 *
 * @param recordsDir absolute
 */
export function writeRecord(recordsDir: string, record: TaskRecord): WrittenRecord {
  return writeRecordFile(recordsDir, record);
}

/** Keeps a record that could not be merged now where `mergePending` finds it: outside the task's outputs. */
export function writePending(pendingDir: string, record: TaskRecord): WrittenRecord {
  return writeRecordFile(pendingDir, record);
}

function writeRecordFile(base: string, record: TaskRecord): WrittenRecord {
  const folder = recordFolder(base, record.project);
  const text = encodeRecord(record);
  const { target, execId } = record;
  const digest = recordDigest(text);
  const file = join(folder, recordFileName({ target, execId, digest }));
  const failure = writeWhole(base, file, text);
  return failure === undefined ? { ok: true, file, digest } : { ok: false, file, message: failure };
}

/**
 * Writes a file, whole or not at all; what lies at its place is replaced, be it a link.
 *
 * @param base folder that may be trusted; those below it are made when missing
 * @returns the system's message when it refused, or why nothing was written
 */
export function writeWhole(base: string, file: string, content: string): string | undefined {
  const temporary = `${file}.${randomUUID()}.tmp`;
  try {
    mkdirSync(dirname(file), { recursive: true });
    if (!isOwnFolder(base, dirname(file))) return `a link leads to ${dirname(file)}`;
    const descriptor = openSync(temporary, 'wx');
    try {
      writeFileSync(descriptor, content);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameSync(temporary, file);
    return undefined;
  } catch (error) {
    removeIfThere(temporary);
    return systemMessage(error);
  }
}

/**
 * Reads one record, which is untrusted.
 *
 * @param limits.maxBytes larger files are refused unread
 * @param decoder shared by callers that read many records
 * @returns never throws for what a file may hold; the reason says what was refused
 */
export function readRecord(
  file: string,
  limits: { readonly maxBytes: number },
  decoder = new RecordDecoder(),
): DecodedRecord {
  let bytes: Buffer;
  try {
    bytes = readRegularFile(file, limits.maxBytes);
  } catch (error) {
    const reason = systemMessage(error);
    // A link stays a link; missing permissions or too many open files may pass.
    const staysSo = ['EFTYPE', 'EFBIG', 'ELOOP'].includes((error as NodeJS.ErrnoException).code ?? '');
    return refused(staysSo ? 'not-a-record' : 'record-unreadable', reason);
  }
  return decoder.decode(bytes.toString('utf8'));
}

export interface PruneRequest {
  readonly recordsDir: string;
  readonly pendingDir: string;
  readonly project: string;
  readonly target: string;
  /** Digests of records that stay: those of this execution. */
  readonly keep: readonly string[];
  /** Whether the store is known to hold a record, by digest; false where that is not certain. */
  readonly isMerged: (digest: string) => boolean;
  /** In ms since 1970. */
  readonly now: number;
}

const ABANDONED_AFTER_MS = 3_600_000;

/**
 * Removes the older records of one target, because Nx does not clear a task's outputs when it runs the task
 * again: without it every cache entry would carry all records ever written. What is not merged yet is moved
 * to the pending folder, and stays where it is if that fails.
 */
export function pruneRecords(request: PruneRequest): void {
  const folder = recordFolder(request.recordsDir, request.project);
  if (!isOwnFolder(request.recordsDir, folder)) return;
  const prefix = recordPrefix(request.target);
  for (const name of fileNames(folder).filter((one) => one.startsWith(prefix))) {
    const file = join(folder, name);
    const digest = digestInFileName(name);
    if (digest === undefined) {
      if (isTemporaryName(name) && isOlderThan(file, request.now - ABANDONED_AFTER_MS)) removeIfThere(file);
    } else if (!request.keep.includes(digest)) {
      if (request.isMerged(digest)) removeIfThere(file);
      else moveTo(request.pendingDir, recordFolder(request.pendingDir, request.project), file);
    }
  }
}

/**
 * Moves a file; where that is impossible, it stays.
 *
 * @param base folder that may be trusted; those below it are made when missing
 * @returns whether it moved
 */
export function moveTo(base: string, folder: string, file: string): boolean {
  try {
    mkdirSync(folder, { recursive: true });
    if (!isOwnFolder(base, folder)) return false;
    renameSync(file, join(folder, basename(file)));
    return true;
  } catch (error) {
    rethrowUnlessSystemError(error);
    return false;
  }
}

/** Names in a folder, sorted; none where the folder can't be read. */
export function fileNames(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch (error) {
    rethrowUnlessSystemError(error);
    return [];
  }
}

/**
 * Everything named as a record below a folder of records, sorted. Links are not followed; one that is named as a
 * record is found, so that it is refused.
 */
export function findRecords(recordsDir: string): string[] {
  try {
    return [...entriesBelow(recordsDir)]
      .filter((entry) => digestInFileName(entry.name) !== undefined)
      .map((entry) => join(entry.parentPath, entry.name))
      .sort();
  } catch (error) {
    rethrowUnlessSystemError(error);
    return [];
  }
}

export function removeIfThere(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch (error) {
    rethrowUnlessSystemError(error);
  }
}

function isOlderThan(file: string, time: number): boolean {
  return (lstatSync(file, { throwIfNoEntry: false })?.mtimeMs ?? Infinity) < time;
}
