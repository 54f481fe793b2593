import { APPLICATION_ID } from '../database/database-header';
import { addChecksums } from './add-checksums';
import type { Database, Sqlite } from '../database/load-sqlite';
import { splitBlocks } from './split-blocks';
import { splitFallbacks } from './split-fallbacks';

/**
 * Forward only, one step per version, never edited after a release: a stored database is compared with the result of
 * these steps. Ids are never reused (AUTOINCREMENT), so a damaged fact can't refer to a block that was stored later.
 *
 * 2: models are compressed, because a reader loads the whole file (they are dropped, because they are only a cache);
 * merged records are remembered.
 * 3: checksums of facts.
 * 4: selection and saved time of runs.
 * 5: dependency traces of facts.
 * 6: blocks by kind, module and name; separate columns for how a fact's test file ran.
 * 7: the sequence of facts; exact times of files (their rows are dropped, because they are only a cache).
 * 8: why facts contain more than what was executed and read.
 * 9: a separate column for the package of native code.
 */
const MIGRATIONS: readonly (string | ((database: Database) => void))[] = [
  `
  CREATE TABLE name (id INTEGER PRIMARY KEY AUTOINCREMENT, text TEXT NOT NULL UNIQUE) STRICT;
  CREATE TABLE block (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    hash TEXT NOT NULL,
    UNIQUE (name, hash)
  ) STRICT;
  CREATE TABLE fact (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    suite INTEGER NOT NULL REFERENCES name (id),
    test_file INTEGER NOT NULL REFERENCES name (id),
    environment INTEGER NOT NULL REFERENCES name (id),
    outcome TEXT NOT NULL CHECK (outcome IN ('passed', 'failed')),
    duration_ms REAL NOT NULL,
    ended_at REAL NOT NULL,
    blocks BLOB NOT NULL
  ) STRICT;
  CREATE INDEX fact_by_test_file ON fact (suite, test_file, environment);
  CREATE TABLE file (
    path TEXT PRIMARY KEY,
    size REAL NOT NULL,
    mtime_ms REAL NOT NULL,
    ino REAL NOT NULL,
    content_hash TEXT NOT NULL,
    indexed_at REAL NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE model (key TEXT PRIMARY KEY, json TEXT NOT NULL) STRICT;
  CREATE TABLE discovery (key TEXT PRIMARY KEY, closure TEXT NOT NULL, json TEXT NOT NULL) STRICT;
  `,
  `
  DROP TABLE model;
  CREATE TABLE model (
    key TEXT PRIMARY KEY,
    deflated BLOB NOT NULL,
    bytes INTEGER NOT NULL,
    stored_at REAL NOT NULL
  ) STRICT;
  CREATE INDEX model_by_age ON model (stored_at, bytes);
  CREATE TABLE merged_record (digest TEXT PRIMARY KEY, merged_at REAL NOT NULL) STRICT;
  CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
  `,
  addChecksums,
  `
  CREATE TABLE run (
    key TEXT PRIMARY KEY,
    exec_id TEXT NOT NULL,
    project TEXT NOT NULL,
    target TEXT NOT NULL,
    environment TEXT NOT NULL,
    outcome TEXT NOT NULL,
    ended_at REAL NOT NULL,
    duration_ms REAL NOT NULL,
    selected INTEGER NOT NULL,
    total INTEGER NOT NULL,
    saved_ms REAL NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX run_by_age ON run (ended_at);
  `,
  `
  CREATE TABLE input (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    answer TEXT NOT NULL,
    module TEXT,
    UNIQUE (name, answer, kind)
  ) STRICT;
  ALTER TABLE fact ADD COLUMN inputs BLOB;
  ALTER TABLE fact ADD COLUMN inputs_checksum INTEGER;
  `,
  splitBlocks,
  `
  ALTER TABLE fact ADD COLUMN sequence REAL;
  DROP TABLE file;
  CREATE TABLE file (
    path TEXT PRIMARY KEY,
    size INTEGER NOT NULL,
    mtime_ns INTEGER NOT NULL,
    ctime_ns INTEGER NOT NULL,
    ino INTEGER NOT NULL,
    content_hash TEXT NOT NULL,
    indexed_at REAL NOT NULL
  ) STRICT, WITHOUT ROWID;
  `,
  `
  CREATE TABLE fallback (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    module TEXT NOT NULL,
    line INTEGER NOT NULL,
    subject TEXT NOT NULL,
    UNIQUE (module, kind, line, subject)
  ) STRICT;
  ALTER TABLE fact ADD COLUMN fallbacks BLOB;
  `,
  splitFallbacks,
];

export const SCHEMA_VERSION = MIGRATIONS.length;

/**
 * Migrates a store, or an empty database, to a version. The caller holds the transaction.
 *
 * @param target used by tests that create older databases; default: the newest version
 */
export function migrate(database: Database, target = SCHEMA_VERSION): void {
  const version = database.pragma('user_version', { simple: true }) as number;
  if (version === 0) database.pragma(`application_id = ${APPLICATION_ID}`);
  for (const step of MIGRATIONS.slice(version, target)) {
    if (typeof step === 'string') database.exec(step);
    else step(database);
  }
  if (version < target) database.pragma(`user_version = ${target}`);
}

/**
 * Whether the database contains exactly the tables of its version: no table is missing, and there is no trigger or
 * view with which a foreign database could run its own statements.
 *
 * @throws SqliteError if the schema can't be read
 */
export function schemaIsOurs(sqlite: Sqlite, database: Database): boolean {
  const version = database.pragma('user_version', { simple: true }) as number;
  const model = new sqlite(':memory:');
  try {
    migrate(model, version);
    return describeSchema(model) === describeSchema(database);
  } finally {
    model.close();
  }
}

function describeSchema(database: Database): string {
  const rows = database.prepare('SELECT type, name, tbl_name, sql FROM sqlite_master').raw().all();
  // ANALYZE, if a user ran it, adds tables of statistics, which are harmless.
  const own = rows.filter((row) => !String((row as unknown[])[1]).startsWith('sqlite_stat'));
  return own
    .map((row) => JSON.stringify(row))
    .sort()
    .join('\n');
}
