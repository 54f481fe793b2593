import { closeSync, fstatSync, statSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import {
  type BreakerState,
  type MergeSourceProblem,
  rethrowUnlessSystemError,
  type StoreFileProblem,
  type StoreProblem,
  systemMessage,
  type TaskRecord,
  type TaskRun,
} from '@nx-testmon/core';
import { HEADER_BYTES, inspectHeader } from '../database/database-header';
import type { MergeProblem, MergeRequest } from './merge-request';
import { mergeRecords } from './merge-records';
import { openStoreSnapshot } from '../snapshot/open-store-snapshot';
import { entriesBelow } from '../files/entries-below';
import { openRegularFile, readPart } from '../files/regular-file';
import { readState } from '../records/breaker-format';
import { MAX_RECORD_BYTES, readRecord } from '../records/record-files';
import { RecordDecoder, type RefusedRecord } from '../records/record-format';
import { digestInFileName } from '../records/record-path';
import { SCHEMA_VERSION } from '../migration/schema';

export interface SourcesRequest extends Pick<MergeRequest, 'file' | 'lock' | 'now' | 'limits'> {
  /** Absolute paths: records, other stores, or folders that contain such files at any depth. */
  readonly sources: readonly string[];
}

export interface MergedSources {
  /** How many files were merged. */
  readonly merged: number;
  readonly addedFacts: number;
  readonly knownFacts: number;
  readonly ignoredFacts: number;
  /** Sources that are neither a record nor a store, or could not be read. */
  readonly refused: readonly MergeSourceProblem[];
  /** What the sources know about breakers; the caller merges it, because it is stored beside the database. */
  readonly breakers: readonly BreakerState[];
  /** The new path of a store that could not be used, and the reason. */
  readonly movedAside?: { readonly file: string; readonly reason: string };
  /** Why the rest was not merged. */
  readonly problem?: MergeProblem;
}

type ReadSource =
  | {
      readonly ok: true;
      readonly records: readonly TaskRecord[];
      readonly runs: readonly TaskRun[];
      readonly digests: readonly string[];
    }
  | { readonly ok: true; readonly state: BreakerState }
  | { readonly ok: false; readonly problem: MergeSourceProblem | SqliteProblem };

/** Concerns this machine, not the source. */
type SqliteProblem = Exclude<StoreProblem, StoreFileProblem>;

/**
 * Adds the facts of records and other stores to a store: a union, in any order, and repeating it changes nothing.
 * Sources are not changed; all of them are untrusted.
 */
export async function mergeSources(request: SourcesRequest): Promise<MergedSources> {
  const { sources, ...store } = request;
  const decoder = new RecordDecoder();
  const refused: MergeSourceProblem[] = [];
  const breakers: BreakerState[] = [];
  let [merged, addedFacts, knownFacts, ignoredFacts] = [0, 0, 0, 0];
  let movedAside: MergedSources['movedAside'];
  const counted = () => ({
    merged,
    addedFacts,
    knownFacts,
    ignoredFacts,
    refused,
    breakers,
    ...(movedAside ? { movedAside } : {}),
  });
  for (const file of sources.flatMap((source) => findSources(source, refused))) {
    const read = await readSource(file, decoder, store.now);
    if (!read.ok) {
      if (!('file' in read.problem)) return { ...counted(), problem: read.problem };
      refused.push(read.problem);
      continue;
    }
    if ('state' in read) {
      breakers.push(read.state);
      continue;
    }
    const result = await mergeRecords({
      ...store,
      records: read.records,
      runs: read.runs,
      recordDigests: read.digests,
    });
    if (result.kind !== 'merged') return { ...counted(), problem: result };
    merged += 1;
    addedFacts += result.addedFacts;
    knownFacts += result.knownFacts;
    ignoredFacts += result.ignoredFacts;
    movedAside ??= result.movedAside;
  }
  return counted();
}

/**
 * The files of a folder whose names are those of records or stores. A file that the user named is tried whatever its
 * name.
 */
function findSources(source: string, refused: MergeSourceProblem[]): string[] {
  try {
    if (!statSync(source).isDirectory()) return [source];
    return [...entriesBelow(source)]
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .filter((file) => isNamedAsSource(relative(source, file)))
      .sort();
  } catch (error) {
    refused.push({ kind: 'record-unreadable', file: source, reason: systemMessage(error) });
    return [];
  }
}

/**
 * Whether a file of a folder is tried. Files in a folder `refused` were found invalid before.
 *
 * @param path relative to the folder that the user named, with the separators of any platform
 */
export function isNamedAsSource(path: string): boolean {
  const segments = path.split(/[\\/]/);
  const name = segments.pop() ?? '';
  return /\.(json|db)$/.test(name) && name !== 'package.json' && !segments.includes('refused');
}

async function readSource(file: string, decoder: RecordDecoder, now: number): Promise<ReadSource> {
  if (!isDatabase(file)) {
    const read = readRecord(file, { maxBytes: MAX_RECORD_BYTES }, decoder);
    const breaker = read.ok || read.kind !== 'not-a-record' ? undefined : readState(file);
    if (breaker?.kind === 'known') return { ok: true, state: breaker.state };
    return read.ok
      ? { ok: true, records: [read.record], runs: [], digests: [read.digest] }
      : { ok: false, problem: toRecordProblem(file, read) };
  }
  const opened = await openStoreSnapshot({ file, timeoutMs: 5_000, now });
  if (!opened.ok) return { ok: false, problem: toDatabaseProblem(file, opened.problem) };
  using snapshot = opened.snapshot;
  const facts = snapshot.allFacts();
  const record = { execId: 'merge', project: 'merge', target: 'merge', facts };
  return { ok: true, records: [record], runs: snapshot.runs(), digests: [] };
}

/** A file with the name of a record is a damaged record, whatever it contains now. */
function toRecordProblem(file: string, { kind, reason }: RefusedRecord): MergeSourceProblem {
  const isDamaged = kind === 'not-a-record' && digestInFileName(basename(file)) !== undefined;
  return { kind: isDamaged ? 'record-invalid' : kind, file, reason };
}

function toDatabaseProblem(file: string, problem: StoreProblem): MergeSourceProblem | SqliteProblem {
  if (!('file' in problem)) return problem;
  return { kind: 'database-not-merged', file, cause: problem.kind, detail: problem.detail };
}

function isDatabase(file: string): boolean {
  let descriptor: number | undefined;
  try {
    descriptor = openRegularFile(file);
    const header = readPart(descriptor, HEADER_BYTES);
    const { kind } = inspectHeader(header, fstatSync(descriptor).size, SCHEMA_VERSION);
    return kind === 'ours' || kind === 'newer' || header.toString('latin1', 0, 15) === 'SQLite format 3';
  } catch (error) {
    rethrowUnlessSystemError(error);
    return false;
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}
