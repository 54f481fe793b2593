import { type EnvironmentKey, type Fact, unpackBlockList } from '@nx-testmon/core';
import { type FactColumns, toFactColumns } from '../database/fact-columns';
import { InternedBlocks, InternedNames } from '../database/interned-rows';
import type { Database } from '../database/load-sqlite';
import {
  formerBlockChecksum,
  type FormerFact,
  formerFactChecksum,
  type FormerFingerprint,
  fromFormerFact,
} from './former-facts';

/** Not a possible sum of CRC-32s: a fact with this checksum can't be read. */
const UNREADABLE = -1;

/** The columns of schema 6. */
const INSERT_FACT = `
  INSERT INTO fact (key, suite, test_file, environment, outcome, duration_ms, ended_at, blocks,
                    instrumented, reads_complete, reads_fallback, checksum)
  VALUES (@key, @suite, @testFile, @environment, @outcome, @durationMs, @endedAt, @blocks,
          @instrumented, @readsComplete, @readsFallback, @checksum)
  ON CONFLICT (key) DO NOTHING`;

/** Names that are gone read as null. */
type FormerRow = Omit<FormerFact, 'fingerprints' | 'testFile' | 'suite' | 'environment'> & {
  readonly testFile: string | null;
  readonly suite: string | null;
  readonly environment: EnvironmentKey | null;
  readonly id: number;
  readonly blocks: Buffer;
  readonly checksum: number;
};

interface FormerBlockRow extends FormerFingerprint {
  readonly checksum: number;
}

/**
 * A migration: blocks get columns for kind, module and name, and facts get columns for how their test file ran,
 * instead of marks among their blocks. Traces are dropped: their digests cover texts of blocks that have changed, so
 * none would match.
 *
 * A fact that can't be read is kept: if a failure were dropped, an older pass would count again.
 */
export function splitBlocks(database: Database): void {
  database.exec(`
    DROP INDEX fact_by_test_file;
    ALTER TABLE fact RENAME TO former_fact;
    ALTER TABLE block RENAME TO former_block;
    CREATE TABLE block (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      kind TEXT NOT NULL,
      module TEXT NOT NULL,
      name TEXT NOT NULL,
      hash TEXT NOT NULL,
      UNIQUE (module, kind, name, hash)
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
      blocks BLOB NOT NULL,
      instrumented BLOB,
      reads_complete INTEGER,
      reads_fallback INTEGER,
      checksum INTEGER NOT NULL,
      trace BLOB,
      trace_checksum INTEGER
    ) STRICT;
    CREATE INDEX fact_by_test_file ON fact (suite, test_file, environment);
    DROP TABLE input;
    CREATE TABLE trace_entry (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      kind TEXT NOT NULL,
      name TEXT NOT NULL,
      digest TEXT NOT NULL,
      module TEXT,
      UNIQUE (name, digest, kind)
    ) STRICT;
  `);
  convertFacts(database);
  database.exec(`
    DROP TABLE former_fact;
    DROP TABLE former_block;
    DELETE FROM meta WHERE key IN ('blocks-in-use', 'inputs-in-use');
  `);
}

function convertFacts(database: Database): void {
  const rows = database
    .prepare(
      `SELECT fact.id AS id, test_file.text AS testFile, suite.text AS suite, environment.text AS environment,
              outcome, duration_ms AS durationMs, ended_at AS endedAt, blocks, checksum
         FROM former_fact AS fact
         LEFT JOIN name AS suite ON suite.id = fact.suite
         LEFT JOIN name AS test_file ON test_file.id = fact.test_file
         LEFT JOIN name AS environment ON environment.id = fact.environment
        ORDER BY fact.id`,
    )
    .all() as FormerRow[];
  if (rows.length === 0) return;
  const known = readFormerBlocks(database);
  const names = new InternedNames(database);
  const blocks = new InternedBlocks(database);
  const insert = database.prepare(INSERT_FACT);
  for (const row of rows) {
    const fact = readFormerFact(row, known);
    const interned = fact && blocks.ofAll(fact.dependencies);
    if (fact && interned) insert.run(toFactColumns(fact, interned, { names }));
    else insert.run(toUnreadable(row, names));
  }
}

/** A damaged row must not violate the constraints of the table. An invalid outcome hides passes too. */
function toUnreadable(row: FormerRow, names: InternedNames): FactColumns {
  return {
    key: `unreadable ${row.id}`,
    suite: names.idOf(row.suite ?? ''),
    testFile: names.idOf(row.testFile ?? ''),
    environment: names.idOf(row.environment ?? ''),
    outcome: row.outcome === 'passed' ? 'passed' : 'failed',
    durationMs: row.durationMs,
    endedAt: row.endedAt,
    sequence: null,
    blocks: row.blocks,
    instrumented: null,
    readsComplete: null,
    readsFallback: null,
    fallbacks: null,
    checksum: UNREADABLE,
  };
}

function readFormerBlocks(database: Database): ReadonlyMap<number, FormerBlockRow> {
  const rows = database.prepare('SELECT id, name AS block, hash FROM former_block').all();
  return new Map(
    (rows as (FormerFingerprint & { id: number })[]).map(({ id, block, hash }) => [
      id,
      { block, hash, checksum: formerBlockChecksum({ block, hash }) },
    ]),
  );
}

/** @returns `undefined` if the fact differs from what was stored */
function readFormerFact(
  { testFile, suite, environment, outcome, durationMs, endedAt, blocks, checksum }: FormerRow,
  known: ReadonlyMap<number, FormerBlockRow>,
): Fact | undefined {
  if (testFile === null || suite === null || environment === null) return undefined;
  const ids = unpackBlockList(blocks);
  const fingerprints = ids?.flatMap((id) => known.get(id) ?? []);
  if (!fingerprints || fingerprints.length !== ids?.length) return undefined;
  const head = { testFile, suite, environment, outcome, durationMs, endedAt };
  return formerFactChecksum(head, fingerprints) === checksum
    ? fromFormerFact({ ...head, fingerprints })
    : undefined;
}
