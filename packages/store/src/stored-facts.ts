import type { Fact } from '@nx-testmon/core';
import type { BlockTable } from './block-table';
import type { Database } from './load-sqlite';

/** A fact with its blocks still packed: all that is needed to find an exact match. */
export interface StoredFact {
  readonly testFile: string;
  readonly suite: string;
  readonly environment: string;
  readonly outcome: 'passed' | 'failed';
  readonly durationMs: number;
  /** In ms since 1970. */
  readonly endedAt: number;
  /** Ids of this snapshot's blocks, as `packBlockList` packs them: equal bytes mean equal sets. */
  readonly blocks: Uint8Array;
  /** As {@link factChecksum} computed it when the fact was stored. */
  readonly checksum: number;
}

/** @throws SqliteError when the table can't be read */
export function readStoredFacts(database: Database, suite: string): StoredFact[] {
  return database
    .prepare(
      `SELECT test_file.text AS testFile, suite.text AS suite, environment.text AS environment,
              outcome, duration_ms AS durationMs, ended_at AS endedAt, blocks, checksum
         FROM fact
         JOIN name AS suite ON suite.id = fact.suite
         JOIN name AS test_file ON test_file.id = fact.test_file
         JOIN name AS environment ON environment.id = fact.environment
        WHERE suite.text = ?
        ORDER BY ended_at DESC, outcome = 'passed', key`,
    )
    .all(suite) as StoredFact[];
}

export interface UsableFacts {
  readonly facts: ReadonlyMap<string, readonly StoredFact[]>;
  /** How many were left out. */
  readonly ignored: number;
}

/**
 * Groups facts by test file, newest first, a failure before a pass of the same instant. A failure whose blocks
 * can't be read may have been about any code, so it takes the older passes of its test file with it.
 */
export function groupUsableFacts(facts: readonly StoredFact[], table: BlockTable): UsableFacts {
  const grouped = new Map<string, StoredFact[]>();
  const closed = new Set<string>();
  let ignored = 0;
  for (const fact of facts) {
    // A pass is looked at when it is about to count: there are many, and most never do.
    if (fact.outcome === 'failed' && !isReadable(fact, table)) closed.add(fact.testFile);
    if (closed.has(fact.testFile)) {
      ignored += 1;
      continue;
    }
    const known = grouped.get(fact.testFile);
    if (known) known.push(fact);
    else grouped.set(fact.testFile, [fact]);
  }
  return { facts: grouped, ignored };
}

function isReadable(fact: StoredFact, table: BlockTable): boolean {
  return table.fingerprintsOf(fact.blocks) !== undefined && table.isSound(fact);
}

/** Full facts; those that can't be read are left out. */
export function unpackFacts(facts: readonly StoredFact[], table: BlockTable): Fact[] {
  return facts
    .filter((fact) => table.isSound(fact))
    .flatMap((stored) => {
      const { blocks, checksum: _, ...fact } = stored;
      const fingerprints = table.fingerprintsOf(blocks);
      return fingerprints ? [{ ...fact, fingerprints }] : [];
    });
}
