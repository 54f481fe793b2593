import { unpackBlockList } from '@nx-testmon/core';
import type { Database } from '../database/load-sqlite';
import { formerBlockChecksum, type FormerFact, formerFactChecksum } from './former-facts';

/** A migration: adds checksums to facts that were stored without one. Facts that can't be read are removed. */
export function addChecksums(database: Database): void {
  database.exec('ALTER TABLE fact ADD COLUMN checksum INTEGER NOT NULL DEFAULT 0');
  const rows = database
    .prepare(
      `SELECT fact.id AS id, test_file.text AS testFile, suite.text AS suite, environment.text AS environment,
              outcome, duration_ms AS durationMs, ended_at AS endedAt, blocks
         FROM fact
         LEFT JOIN name AS suite ON suite.id = fact.suite
         LEFT JOIN name AS test_file ON test_file.id = fact.test_file
         LEFT JOIN name AS environment ON environment.id = fact.environment`,
    )
    .all() as (Omit<FormerFact, 'fingerprints'> & { id: number; blocks: Buffer })[];
  if (rows.length === 0) return;
  const blocks = database.prepare('SELECT id, name AS block, hash FROM block').all() as {
    id: number;
    block: string;
    hash: string;
  }[];
  const known = new Map(blocks.map((one) => [one.id, { checksum: formerBlockChecksum(one) }]));
  const update = database.prepare('UPDATE fact SET checksum = ? WHERE id = ?');
  const remove = database.prepare('DELETE FROM fact WHERE id = ?');
  for (const row of rows) {
    const parts = knownBlocks(row.blocks, known);
    if (parts) update.run(formerFactChecksum(row, parts), row.id);
    else remove.run(row.id);
  }
}

function knownBlocks<T>(blocks: Buffer, known: ReadonlyMap<number, T>): T[] | undefined {
  const ids = unpackBlockList(blocks);
  const parts = ids?.flatMap((id) => known.get(id) ?? []);
  return parts?.length === ids?.length ? parts : undefined;
}
