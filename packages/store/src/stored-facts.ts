import { type Fact, type Fingerprint, unpackBlockList } from '@nx-testmon/core';
import { blockChecksum, factChecksum } from './fact-checksum';
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

/** The blocks of a store, read as they are asked for. */
export interface BlockTable {
  /** `undefined` for a fingerprint that no fact ever had. */
  idOf(block: string, hash: string): number | undefined;
  /** `undefined` when the bytes are no block list or name a block that is not there. */
  fingerprintsOf(blocks: Uint8Array): Fingerprint[] | undefined;
  /** Whether bytes stand for exactly these fingerprints, block by block. */
  areExactly(blocks: Uint8Array, hashes: ReadonlyMap<string, string>): boolean;
  /** Whether a fact says what it said when it was stored. */
  isSound(fact: StoredFact): boolean;
}

/**
 * One by one as long as few are asked for; all at once when it pays, so that neither a small project in a
 * large workspace nor the whole workspace waits.
 *
 * @throws SqliteError when the table can't be read; so do the answers of what is returned
 */
export function readBlockTable(database: Database): BlockTable {
  const idRow = database.prepare('SELECT id FROM block WHERE name = ? AND hash = ?').pluck();
  const byId = lookUpBlocks(database);
  const checksums = new Map<number, number>();

  function checksumOf(id: number): number {
    const known = checksums.get(id);
    if (known !== undefined) return known;
    const fingerprint = byId(id);
    if (!fingerprint) throw new RangeError(`no block ${id}`);
    const checksum = blockChecksum(fingerprint);
    checksums.set(id, checksum);
    return checksum;
  }

  function isSound(fact: StoredFact): boolean {
    try {
      return factChecksum(fact, unpackBlockList(fact.blocks).map(checksumOf)) === fact.checksum;
    } catch (error) {
      if (error instanceof RangeError) return false;
      throw error;
    }
  }

  function areExactly(blocks: Uint8Array, hashes: ReadonlyMap<string, string>): boolean {
    const ids = unpackOrNothing(blocks);
    if (ids?.length !== hashes.size) return false;
    const seen = new Set<string>();
    return ids.every((id) => {
      const stored = byId(id);
      // One block under two ids is nothing that was ever recorded.
      if (!stored || hashes.get(stored.block) !== stored.hash || seen.has(stored.block)) return false;
      seen.add(stored.block);
      return true;
    });
  }

  return {
    idOf: (block, hash) => idRow.get(block, hash) as number | undefined,
    fingerprintsOf: (blocks) => decode(byId, blocks),
    areExactly,
    isSound,
  };
}

type BlockById = (id: number) => Fingerprint | undefined;

function lookUpBlocks(database: Database): BlockById {
  const count = database.prepare('SELECT count(*) FROM block').pluck().get() as number;
  const row = database.prepare('SELECT name, hash FROM block WHERE id = ?').raw();
  const known = new Map<number, Fingerprint>();
  let isComplete = false;

  function readAll(): void {
    for (const found of database.prepare('SELECT id, name, hash FROM block').raw().iterate()) {
      const [id, block, hash] = found as [number, string, string];
      if (!known.has(id)) known.set(id, { block, hash });
    }
    isComplete = true;
  }

  return (id) => {
    const found = known.get(id);
    if (found || isComplete) return found;
    if (known.size * 8 > count) {
      readAll();
      return known.get(id);
    }
    const read = row.get(id) as [string, string] | undefined;
    if (!read) return undefined;
    const [block, hash] = read;
    const fingerprint = { block, hash };
    known.set(id, fingerprint);
    return fingerprint;
  };
}

function unpackOrNothing(blocks: Uint8Array): number[] | undefined {
  try {
    return unpackBlockList(blocks);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function decode(byId: BlockById, blocks: Uint8Array): Fingerprint[] | undefined {
  const found: Fingerprint[] = [];
  for (const id of unpackOrNothing(blocks) ?? []) {
    const stored = byId(id);
    if (!stored) return undefined;
    found.push(stored);
  }
  found.sort((a, b) => (a.block < b.block ? -1 : 1));
  // One block twice, under one id or two, is nothing that was ever recorded.
  const distinct = found.every((one, index) => index === 0 || found[index - 1]?.block !== one.block);
  return distinct ? found : undefined;
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
