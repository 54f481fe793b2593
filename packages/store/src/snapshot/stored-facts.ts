import type { FactHead } from '../database/fact-checksum';
import type { Database } from '../database/load-sqlite';

/** A fact with its blocks still packed: all that is needed to find an exact match. */
export interface StoredFact extends FactHead {
  /** Ids of this snapshot's blocks, as `packBlockList` packs them: equal bytes mean equal sets. */
  readonly blocks: Uint8Array;
  /** As {@link factChecksum} computed it when the fact was stored. */
  readonly checksum: number;
  /** Ids of what its walk asked, packed like the blocks; `null` where that is not kept. */
  readonly inputs: Uint8Array | null;
  /** As {@link inputsChecksum} computed it when the inputs were stored. */
  readonly inputsChecksum: number | null;
}

const SELECT = `
  SELECT test_file.text AS testFile, suite.text AS suite, environment.text AS environment,
         outcome, duration_ms AS durationMs, ended_at AS endedAt, blocks, checksum,
         inputs, inputs_checksum AS inputsChecksum
    FROM fact
    JOIN name AS suite ON suite.id = fact.suite
    JOIN name AS test_file ON test_file.id = fact.test_file
    JOIN name AS environment ON environment.id = fact.environment`;

/** Facts of a suite, newest first. @throws SqliteError when the table can't be read; so does what is returned */
export function readingFacts(database: Database): (suite: string) => StoredFact[] {
  const ofSuite = database.prepare(
    `${SELECT} WHERE suite.text = ? ORDER BY ended_at DESC, outcome = 'passed', key`,
  );
  return (suite) => ofSuite.all(suite) as StoredFact[];
}

/** @param key digest of {@link factKey} @throws SqliteError when the table can't be read */
export function readFactOfKey(database: Database, key: string): StoredFact | undefined {
  return database.prepare(`${SELECT} WHERE key = ?`).get(key) as StoredFact | undefined;
}
