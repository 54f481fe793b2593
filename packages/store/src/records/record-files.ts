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
import {
  rethrowUnlessPathError,
  rethrowUnlessSystemError,
  systemMessage,
  type TaskRecord,
} from '@nx-testmon/core';
import { entriesBelow } from '../files/entries-below';
import { isOwnFolder } from '../files/own-folder';
import { readRegularFile } from '../files/regular-file';
import { type DecodedRecord, encodeRecord, RecordDecoder, recordDigest, refused } from './record-format';
import { digestInFileName, isTemporaryName, recordFileName, recordFolder, recordPrefix } from './record-path';

export type WrittenRecord =
  | { readonly ok: true; readonly file: string; readonly digest: string }
  | { readonly ok: false; readonly file: string; readonly message: string };

/** In bytes. Larger records are refused. */
export const MAX_RECORD_BYTES = 128 * 1024 ** 2;

/**
 * Writes a record below `.testmon/records`, completely or not at all (temporary file, sync, rename).
 *
 * @param recordsDir absolute
 */
export function writeRecord(recordsDir: string, record: TaskRecord): WrittenRecord {
  return writeRecordFile(recordsDir, record);
}

/** Stores a record that could not be merged yet. `mergePending` finds it there; it is not an output of the task. */
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
 * Writes a file, completely or not at all. An existing entry is replaced, even a link.
 *
 * @param base folder that may be trusted; folders below it are created if they are missing
 * @returns the message of the system if it failed, or why nothing was written
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
 * @returns never throws for any content of a file; the reason describes what was refused
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
    // A link stays a link, but missing permissions or too many open files may be temporary.
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
  /** Digests of records that stay: the records of this execution. */
  readonly keep: readonly string[];
  /** Whether the store is known to contain a record, by digest; false if that is uncertain. */
  readonly isMerged: (digest: string) => boolean;
  /** In ms since 1970. */
  readonly now: number;
}

const ABANDONED_AFTER_MS = 3_600_000;

/**
 * Removes the older records of one target. Nx does not clear a task's outputs when it runs the task again, so every
 * cache entry would otherwise contain all records ever written. Records that are not merged yet are moved to the
 * pending folder, and stay where they are if that fails.
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
 * Moves a file if possible.
 *
 * @param base folder that may be trusted; folders below it are created if they are missing
 * @returns whether it was moved
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

/** Names in a folder, sorted; empty if the folder can't be read. */
export function fileNames(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch (error) {
    rethrowUnlessPathError(error);
    return [];
  }
}

/**
 * All files with the name of a record below a folder of records, sorted. Links are not followed; a link with the name
 * of a record is included, so that it is refused.
 */
export function findRecords(recordsDir: string): string[] {
  try {
    return [...entriesBelow(recordsDir)]
      .filter((entry) => digestInFileName(entry.name) !== undefined)
      .map((entry) => join(entry.parentPath, entry.name))
      .sort();
  } catch (error) {
    rethrowUnlessPathError(error);
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
