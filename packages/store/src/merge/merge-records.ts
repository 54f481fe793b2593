import { closeSync, fstatSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { type Fact, systemMessage, type TaskRecord } from '@nx-testmon/core';
import {
  allGroups,
  removeExpiredFacts,
  removeFacts,
  removeGoneTestFiles,
  removeUnused,
} from './collect-garbage';
import { HEADER_BYTES, inspectHeader } from '../database/database-header';
import { openRegularFile, readPart } from '../files/regular-file';
import { refuseDatabase } from '../files/refuse-store';
import { findDamage } from './find-damage';
import { insertFacts } from './insert-facts';
import { type Database, loadSqlite, type Sqlite } from '../database/load-sqlite';
import { DEFAULT_STORE_LIMITS, type MergeCounts, type MergeRequest, type MergeResult } from './merge-request';
import { moveAside } from '../database/move-aside';
import { salvageFacts } from './salvage-facts';
import { migrate, SCHEMA_VERSION } from '../migration/schema';
import { acquireStoreLock } from './store-lock';
import { isSqliteError } from '../snapshot/store-snapshot';
import { insertRuns } from '../records/task-runs';
import { removeOldModels, writeCache } from './write-cache';
import { writeTraces } from './write-traces';

/**
 * Adds records and cache rows to the store, in one transaction under the advisory lock. Merging the same record again
 * changes nothing, so a caller whose merge failed keeps the record and merges it later.
 *
 * A file that is not a usable store is moved aside, never deleted, and a new one is created.
 *
 * @returns what happened; expected failures (no lock in time, a full disk, a read-only folder) never throw
 */
export async function mergeRecords(request: MergeRequest): Promise<MergeResult> {
  const { file } = request;
  if (isEmpty(request))
    return { kind: 'merged', addedFacts: 0, knownFacts: 0, ignoredFacts: 0, removedFacts: 0 };
  // SQLite itself would wait for a FIFO and follow a link.
  const refusal = refuseDatabase(file);
  if (refusal) return refusal;
  const loaded = loadSqlite();
  if (!loaded.ok) return loaded.problem;
  try {
    mkdirSync(dirname(file), { recursive: true });
  } catch (error) {
    return { kind: 'store-not-writable', file, detail: systemMessage(error) };
  }
  const acquired = await acquireStoreLock(file, request.lock);
  if (!acquired.ok) return acquired.problem;
  try {
    if (acquired.lock.isCompromised())
      return { kind: 'store-locked', file, detail: 'another run took over the lock' };
    return mergeLocked(loaded.sqlite, request);
  } finally {
    await acquired.lock.release();
  }
}

function isEmpty({ records, recordDigests, runs, cache, existingTestFiles, compact }: MergeRequest): boolean {
  if (compact === true) return false;
  const rows = [
    records,
    recordDigests,
    runs,
    existingTestFiles,
    cache?.files,
    cache?.goneFiles,
    cache?.models,
    cache?.discoveries,
    cache?.traces,
  ];
  return rows.every((list) => !list?.length);
}

/**
 * Opens, writes and closes without yielding. Closing any descriptor of a file drops all locks that the process holds
 * on it (POSIX), so nothing here may read the file while the connection is open.
 */
function mergeLocked(sqlite: Sqlite, request: MergeRequest): MergeResult {
  const { file, now } = request;
  let movedAside: { file: string; reason: string } | undefined;
  const salvaged: Fact[] = [];
  for (let attempt = 1; ; attempt++) {
    const result = tryMerge(sqlite, request, salvaged);
    if (result.kind === 'merged') return { ...result, ...(movedAside ? { movedAside } : {}) };
    if (result.kind !== 'unusable') return result;
    // Damaged twice in a row: the disk damages the data, or another program keeps writing the file.
    if (attempt > 2) return { kind: 'store-not-writable', file, detail: result.detail };
    try {
      const target = moveAside(file, result.inode, result.reason, now);
      if (target === undefined) continue;
      movedAside = { file: target, reason: result.detail };
      if (result.reason === 'corrupt') salvaged.push(...salvageFacts(sqlite, target, now));
    } catch (error) {
      return { kind: 'store-not-writable', file, detail: systemMessage(error) };
    }
  }
}

type Attempt = MergeResult | { kind: 'unusable'; reason: string; detail: string; inode: bigint };

function tryMerge(sqlite: Sqlite, request: MergeRequest, salvaged: readonly Fact[]): Attempt {
  const { file } = request;
  let inode = 0n;
  let database: Database | undefined;
  try {
    const inspected = inspectFile(file);
    inode = inspected?.inode ?? 0n;
    if (inspected?.unusable) return { kind: 'unusable', inode, ...inspected.unusable };
    database = openForWriting(sqlite, file, request.lock.busyTimeoutMs);
    const written = writeInOneTransaction(sqlite, database, request, salvaged);
    if (written.ok) return { kind: 'merged', ...written.counts };
    return { kind: 'unusable', reason: 'corrupt', detail: written.damage, inode };
  } catch (error) {
    // better-sqlite3 throws this if the folder was removed after the lock was taken.
    if (error instanceof TypeError && error.message.includes('directory does not exist')) {
      return { kind: 'store-not-writable', file, detail: error.message };
    }
    if (!isSqliteError(error)) return { kind: 'store-not-writable', file, detail: systemMessage(error) };
    const { code, message } = error;
    if (/^SQLITE_(CORRUPT|NOTADB)/.test(code))
      return { kind: 'unusable', reason: 'corrupt', detail: message, inode };
    if (/^SQLITE_(BUSY|LOCKED|PROTOCOL)/.test(code)) return { kind: 'store-locked', file, detail: message };
    return { kind: 'store-not-writable', file, detail: `${message} (${code})` };
  } finally {
    database?.close();
  }
}

/** Looks at the first bytes, so that another program's database is not even opened. */
function inspectFile(
  file: string,
): { inode: bigint; unusable?: { reason: string; detail: string } } | undefined {
  let descriptor: number;
  try {
    descriptor = openRegularFile(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  try {
    const { ino, size } = fstatSync(descriptor, { bigint: true });
    const header = readPart(descriptor, HEADER_BYTES);
    const finding = inspectHeader(header, Number(size), SCHEMA_VERSION);
    // A writer that died may have left a file that is only complete together with its journal. SQLite itself finds
    // damage.
    const usable = finding.kind === 'ours' || finding.kind === 'empty' || finding.kind === 'corrupt';
    return usable
      ? { inode: ino }
      : { inode: ino, unusable: { reason: finding.kind, detail: finding.detail } };
  } finally {
    closeSync(descriptor);
  }
}

function openForWriting(sqlite: Sqlite, file: string, busyTimeoutMs: number): Database {
  const database = new sqlite(file, { timeout: busyTimeoutMs });
  try {
    database.pragma('trusted_schema = OFF');
    // Not WAL: readers would have to write its companion files too, even on read-only file systems.
    database.pragma('journal_mode = DELETE');
    // FULL syncs the journal before the file, and the file before the journal is removed. A power cut can lose the
    // last merge, whose record still exists, but never the database. With NORMAL it could.
    database.pragma('synchronous = FULL');
    // Large enough that a merge stays in memory until it commits, which keeps the exclusive phase short.
    database.pragma('cache_size = -131072');
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

type WriteResult =
  | { readonly ok: true; readonly counts: MergeCounts }
  /** Nothing was written. */
  | { readonly ok: false; readonly damage: string };

function writeInOneTransaction(
  sqlite: Sqlite,
  database: Database,
  request: MergeRequest,
  salvaged: readonly Fact[],
): WriteResult {
  // IMMEDIATE: if two processes create the database at once, or a holder's lock was taken over, both meet here, and
  // the second sees everything that the first has written.
  database.exec('BEGIN IMMEDIATE');
  try {
    const damage = findDamage(sqlite, database);
    if (damage !== undefined) {
      database.exec('ROLLBACK');
      return { ok: false, damage };
    }
    migrate(database);
    if (salvaged.length > 0) insertFacts(database, salvaged, request.now);
    const counts = applyRequest(database, request);
    database.exec('COMMIT');
    if (request.compact === true) database.exec('VACUUM');
    return { ok: true, counts };
  } catch (error) {
    // Some errors (a full disk) have rolled back already.
    if (database.inTransaction) database.exec('ROLLBACK');
    throw error;
  }
}

function applyRequest(database: Database, request: MergeRequest): MergeCounts {
  const { now, records } = request;
  const limits = { ...DEFAULT_STORE_LIMITS, ...request.limits };
  removeFacts(database, request.supersededFacts ?? []);
  const inserted = insertFacts(database, factsOf(records), now);
  rememberRecords(database, request.recordDigests ?? [], now, limits.mergedRecords);
  const runs = [...(request.runs ?? []), ...records.flatMap(({ run }) => run ?? [])];
  insertRuns(database, runs, now, limits.runs);
  if (request.cache) writeCache(database, request.cache, now);
  writeTraces(database, request.cache?.traces ?? []);
  if (request.cache?.models?.length) removeOldModels(database, limits);
  const gone = request.existingTestFiles ?? [];
  const compact = request.compact === true;
  const removedFacts =
    removeExpiredFacts(database, compact ? allGroups(database) : inserted.touched, limits, now) +
    removeGoneTestFiles(database, gone, now - limits.goneTestFilesMs);
  if (compact || removedFacts > 0) removeUnused(database, compact ? 0 : undefined);
  return {
    addedFacts: inserted.added,
    knownFacts: inserted.known,
    ignoredFacts: inserted.ignored,
    removedFacts,
  };
}

function* factsOf(records: readonly TaskRecord[]): Generator<Fact> {
  for (const record of records) yield* record.facts;
}

function rememberRecords(database: Database, digests: readonly string[], now: number, limit: number): void {
  const remember = database.prepare(
    'INSERT INTO merged_record (digest, merged_at) VALUES (?, ?) ON CONFLICT DO NOTHING',
  );
  for (const digest of digests) remember.run(digest, now);
  // If a record is forgotten, it is merged again, which changes nothing.
  database
    .prepare(
      `DELETE FROM merged_record WHERE rowid IN
         (SELECT rowid FROM merged_record ORDER BY merged_at DESC, rowid DESC LIMIT -1 OFFSET ?)`,
    )
    .run(limit);
}
