import { randomUUID } from 'node:crypto';
import {
  closeSync,
  constants,
  fstatSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import type { TaskRecord } from '@nx-testmon/core';
import { type DecodedRecord, encodeRecord, RecordDecoder, recordDigest, refused } from './record-format';
import { digestInFileName, recordFileName, recordFolder, recordPrefix } from './record-path';
import { rethrowUnlessSystemError, systemMessage } from '../system-error';

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
  return writeRecordFile(recordFolder(recordsDir, record.project), record);
}

/** Keeps a record that could not be merged now where `mergePending` finds it: outside the task's outputs. */
export function writePending(pendingDir: string, record: TaskRecord): WrittenRecord {
  return writeRecordFile(pendingDir, record);
}

function writeRecordFile(folder: string, record: TaskRecord): WrittenRecord {
  const text = encodeRecord(record);
  const { target, execId } = record;
  const digest = recordDigest(text);
  const file = join(folder, recordFileName({ target, execId, digest }));
  const failure = writeWhole(folder, file, text);
  return failure === undefined ? { ok: true, file, digest } : { ok: false, file, message: failure };
}

/** @returns the system's message when it refused */
function writeWhole(folder: string, file: string, content: string | Buffer): string | undefined {
  const temporary = `${file}.${randomUUID()}.tmp`;
  try {
    mkdirSync(folder, { recursive: true });
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
 * @param decoder shared by whoever reads many
 * @returns never throws for what a file may hold; the reason says what was refused
 */
export function readRecord(
  file: string,
  limits: { readonly maxBytes: number },
  decoder = new RecordDecoder(),
): DecodedRecord {
  let descriptor: number | undefined;
  try {
    // Not through a link, which could lead out of the workspace, and not waiting for a pipe's writer.
    descriptor = openSync(
      file,
      constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0),
    );
    const stats = fstatSync(descriptor);
    if (!stats.isFile()) return refused('not a file');
    if (stats.size > limits.maxBytes) return refused(`larger than ${limits.maxBytes} bytes`);
    return decoder.decode(readFileSync(descriptor, 'utf8'));
  } catch (error) {
    const reason = systemMessage(error);
    // A link stays a link; missing permissions or too many open files may pass.
    const isLink = (error as NodeJS.ErrnoException).code === 'ELOOP';
    return isLink ? refused('a link') : { ok: false, kind: 'unreadable', reason };
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
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
  const prefix = recordPrefix(request.target);
  for (const name of fileNames(folder).filter((one) => one.startsWith(prefix))) {
    const file = join(folder, name);
    const digest = digestInFileName(name);
    if (digest === undefined) {
      if (name.endsWith('.tmp') && isOlderThan(file, request.now - ABANDONED_AFTER_MS)) removeIfThere(file);
    } else if (!request.keep.includes(digest)) {
      if (request.isMerged(digest)) removeIfThere(file);
      else moveTo(request.pendingDir, file, name);
    }
  }
}

/** Moves a file; where that is impossible, it stays. @returns whether it moved */
export function moveTo(folder: string, file: string, name: string): boolean {
  try {
    mkdirSync(folder, { recursive: true });
    renameSync(file, join(folder, name));
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

/** Every record below a folder of records, sorted; links are not followed. */
export function findRecords(recordsDir: string): string[] {
  try {
    const entries = readdirSync(recordsDir, { recursive: true, withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile() && digestInFileName(entry.name) !== undefined)
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
  return (statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? Infinity) < time;
}
