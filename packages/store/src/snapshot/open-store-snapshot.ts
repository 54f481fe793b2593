import { type Failure, failed, type StoreProblem } from '@nx-testmon/core';
import { clearWriteAheadLogMark, HEADER_BYTES, inspectHeader } from '../database/database-header';
import { type Database, loadSqlite, type Sqlite } from '../database/load-sqlite';
import { readDatabaseBytes } from '../database/read-database-bytes';
import { migrate, SCHEMA_VERSION, schemaIsOurs } from '../migration/schema';
import { isSqliteError, StoreSnapshot } from './store-snapshot';

export type OpenedSnapshot = { readonly ok: true; readonly snapshot: StoreSnapshot } | Failure<StoreProblem>;

const problemOfHeader = {
  empty: 'store-empty',
  foreign: 'store-foreign',
  newer: 'store-newer',
  corrupt: 'store-damaged',
} as const;

export interface SnapshotRequest {
  /** Absolute path of the database. */
  readonly file: string;
  /** How long to try again while a writer changes the file. */
  readonly timeoutMs: number;
  /** In ms since 1970: a pass from the future counts less than a failure. */
  readonly now: number;
}

/**
 * Opens the store for reading, in the state of its last commit, from a copy in memory. Nothing on disk is created,
 * changed or locked, even while another process writes. It works on a read-only file system. An older schema is
 * migrated in memory.
 */
export async function openStoreSnapshot(request: SnapshotRequest): Promise<OpenedSnapshot> {
  const { file } = request;
  const read = await readDatabaseBytes(file, request.timeoutMs);
  if (!read.ok) return read;
  const { bytes } = read;
  const finding = inspectHeader(bytes.subarray(0, HEADER_BYTES), bytes.length, SCHEMA_VERSION);
  if (finding.kind !== 'ours')
    return failed({ kind: problemOfHeader[finding.kind], file, detail: finding.detail });
  if (finding.writeAheadLog) clearWriteAheadLogMark(bytes);
  const loaded = loadSqlite();
  if (!loaded.ok) return loaded;
  return openInMemory(loaded.sqlite, { bytes, file, now: request.now });
}

export interface DatabaseInMemory extends Pick<SnapshotRequest, 'file' | 'now'> {
  readonly bytes: Buffer;
}

/** Takes the bytes over. */
export function openInMemory(sqlite: Sqlite, { bytes, file, now }: DatabaseInMemory): OpenedSnapshot {
  let database: Database | undefined;
  try {
    database = new sqlite(bytes);
    database.pragma('trusted_schema = OFF');
    // A large sort would use a temporary file.
    database.pragma('temp_store = MEMORY');
    if (!schemaIsOurs(sqlite, database)) {
      database.close();
      return failed({ kind: 'store-damaged', file, detail: 'unexpected tables for its schema version' });
    }
    migrate(database);
    return { ok: true, snapshot: new StoreSnapshot(database, now) };
  } catch (error) {
    database?.close();
    if (!isSqliteError(error)) throw error;
    return failed({ kind: 'store-damaged', file, detail: error.message });
  }
}
