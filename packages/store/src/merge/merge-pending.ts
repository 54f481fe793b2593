import { lstatSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { RecordFileProblem, TaskRecord } from '@nx-testmon/core';
import type { MergeProblem, MergeRequest } from './merge-request';
import { mergeRecords } from './merge-records';
import { openStoreSnapshot } from '../snapshot/open-store-snapshot';
import { findForeignPart } from '../records/own-suites';
import {
  findRecords,
  MAX_RECORD_BYTES,
  moveTo,
  readRecord,
  removeIfThere,
  writeWhole,
} from '../records/record-files';
import {
  type DecodedRecord,
  RecordDecoder,
  refused as refusedRecord,
  type RefusedRecord,
} from '../records/record-format';
import { digestInFileName, recordFolder } from '../records/record-path';

export interface PendingRequest extends Pick<MergeRequest, 'file' | 'lock' | 'now' | 'limits'> {
  /** Absolute path of `.testmon/pending`. */
  readonly pendingDir: string;
  /** Absolute path of `.testmon/records`, whose records may have come from a cache or another machine. */
  readonly recordsDir?: string;
}

export interface PendingResult {
  /** How many files are merged now. */
  readonly merged: number;
  /**
   * Files that are not valid records. They are moved to `.testmon/refused`, so that no later run tries them again.
   */
  readonly refused: readonly RecordFileProblem[];
  readonly addedFacts: number;
  /** The new path of a store that could not be used, and the reason. */
  readonly movedAside?: { readonly file: string; readonly reason: string };
  /** Why the rest has to wait for a later run. */
  readonly problem?: MergeProblem;
}

/** One transaction reads at most this many bytes of records, to keep the exclusive phase short. */
const BATCH_BYTES = 32 * 1024 ** 2;

interface UnmergedRecord {
  readonly file: string;
  /** Folder of pending records or of records that it was found in. */
  readonly base: string;
}

/**
 * Merges records that could not be merged before, and records that a cache restored. Pending files are removed once
 * their facts are committed. Records stay, because they are outputs of their tasks.
 */
export async function mergePending(request: PendingRequest): Promise<PendingResult> {
  const decoder = new RecordDecoder();
  const refused: RecordFileProblem[] = [];
  let [merged, addedFacts] = [0, 0];
  let movedAside: PendingResult['movedAside'];
  const counted = () => ({ merged, refused, addedFacts, ...(movedAside ? { movedAside } : {}) });
  for (const batch of batches(await findUnmergedRecords(request))) {
    const read = readBatch(request, batch, decoder);
    refused.push(...read.refused);
    if (read.records.length === 0) continue;
    const { file, lock, now, limits } = request;
    const { records, recordDigests } = read;
    const result = await mergeRecords({
      file,
      records,
      recordDigests,
      lock,
      now,
      ...(limits ? { limits } : {}),
    });
    if (result.kind !== 'merged') return { ...counted(), problem: result };
    movedAside ??= result.movedAside;
    for (const one of read.taken) if (one.base === request.pendingDir) removeIfThere(one.file);
    merged += read.taken.length;
    addedFacts += result.addedFacts;
  }
  return counted();
}

interface ReadBatch {
  readonly taken: readonly UnmergedRecord[];
  readonly records: readonly TaskRecord[];
  readonly recordDigests: readonly string[];
  readonly refused: readonly RecordFileProblem[];
}

function readBatch(
  request: PendingRequest,
  batch: readonly UnmergedRecord[],
  decoder: RecordDecoder,
): ReadBatch {
  const taken: UnmergedRecord[] = [];
  const records: TaskRecord[] = [];
  const recordDigests: string[] = [];
  const refused: RecordFileProblem[] = [];
  for (const one of batch) {
    const read = readOwnRecord(request, one, decoder);
    if (read.ok) {
      taken.push(one);
      records.push(read.record);
      recordDigests.push(read.digest);
    } else if (lstatSync(one.file, { throwIfNoEntry: false })) {
      refused.push(refuse(request, one, read));
    }
  }
  return { taken, records, recordDigests, refused };
}

/** Reads a record whose digest and project match its path, and which contains only facts of its own project. */
function readOwnRecord(
  { pendingDir }: PendingRequest,
  { file, base }: UnmergedRecord,
  decoder: RecordDecoder,
): DecodedRecord {
  const read = readRecord(file, { maxBytes: MAX_RECORD_BYTES }, decoder);
  if (!read.ok) return read;
  // With the name of another record, it would count as merged when that one is.
  if (digestInFileName(basename(file)) !== read.digest)
    return refusedRecord('record-invalid', 'its content does not match its file name');
  const folder = dirname(file);
  // Earlier versions kept all pending records in one folder.
  if (folder !== recordFolder(base, read.record.project) && folder !== pendingDir)
    return refusedRecord('record-invalid', 'it is in the folder of another project');
  const foreign = findForeignPart(read.record);
  return foreign === undefined ? read : refusedRecord('record-invalid', foreign);
}

async function findUnmergedRecords(request: PendingRequest): Promise<UnmergedRecord[]> {
  const { pendingDir, recordsDir } = request;
  const pending = findRecords(pendingDir).map((file) => ({ file, base: pendingDir }));
  const records = recordsDir === undefined ? [] : findRecords(recordsDir);
  if (recordsDir === undefined || records.length === 0) return pending;
  const opened = await openStoreSnapshot({ file: request.file, timeoutMs: 0, now: request.now });
  const isMerged = (digest: string) => opened.ok && opened.snapshot.hasMerged(digest);
  const unmerged = records.filter((file) => !isMerged(digestInFileName(basename(file)) ?? ''));
  if (opened.ok) opened.snapshot.close();
  return [...pending, ...unmerged.map((file) => ({ file, base: recordsDir }))];
}

function* batches(unmerged: readonly UnmergedRecord[]): Generator<readonly UnmergedRecord[]> {
  let batch: UnmergedRecord[] = [];
  let bytes = 0;
  for (const one of unmerged) {
    const size = lstatSync(one.file, { throwIfNoEntry: false })?.size ?? 0;
    if (batch.length > 0 && bytes + size > BATCH_BYTES) {
      yield batch;
      [batch, bytes] = [[], 0];
    }
    batch.push(one);
    bytes += size;
  }
  if (batch.length > 0) yield batch;
}

/** Moves a file away that is not a valid record, so that it is not tried again in each run. */
function refuse(
  request: PendingRequest,
  { file }: UnmergedRecord,
  { kind, reason }: RefusedRecord,
): RecordFileProblem {
  if (kind === 'record-unreadable') return { kind, file, reason };
  const moved = moveAside(request, file, reason);
  if (kind === 'record-newer') return { kind, file: moved, reason };
  // A file among the records with the name of a record is a damaged record.
  return { kind: 'record-invalid', file: moved, reason, isMovedAside: moved !== file };
}

/** @returns the current path of the file */
function moveAside({ pendingDir }: PendingRequest, file: string, reason: string): string {
  const store = dirname(pendingDir);
  const folder = join(store, 'refused');
  if (!moveTo(store, folder, file)) return file;
  const moved = join(folder, basename(file));
  // The reason is also reported. This file only keeps it longer.
  writeWhole(store, `${moved}.reason.txt`, `${reason}\n`);
  return moved;
}
