import { type Fact, type Fingerprint, packBlockList, unpackBlockList } from '@nx-testmon/core';
import { FingerprintMap } from './fingerprint-map';
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

/** All blocks of a store, in memory: looked up by the hundred thousand. */
export interface BlockTable {
  /** `undefined` for a fingerprint that no fact ever had. */
  idOf(block: string, hash: string): number | undefined;
  /** `undefined` when the bytes are no block list or name a block that is not there. */
  fingerprintsOf(blocks: Uint8Array): Fingerprint[] | undefined;
  /** Whether a fact says what it said when it was stored. */
  isSound(fact: StoredFact): boolean;
}

/** @throws SqliteError when the table can't be read */
export function readBlockTable(database: Database): BlockTable {
  const ids = new FingerprintMap<number>();
  const byId = new Map<number, Fingerprint>();
  const checksums = new Map<number, number>();
  for (const row of database.prepare('SELECT id, name, hash FROM block').raw().all()) {
    const [id, block, hash] = row as [number, string, string];
    byId.set(id, { block, hash });
    ids.getOrAdd(block, hash, () => id);
  }

  function checksumOf(id: number): number {
    const known = checksums.get(id);
    if (known !== undefined) return known;
    const fingerprint = byId.get(id);
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

  return {
    idOf: (block, hash) => ids.get(block, hash),
    fingerprintsOf: (blocks) => decode(byId, blocks),
    isSound,
  };
}

function decode(byId: ReadonlyMap<number, Fingerprint>, blocks: Uint8Array): Fingerprint[] | undefined {
  let ids: number[];
  try {
    ids = unpackBlockList(blocks);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
  const found: Fingerprint[] = [];
  for (const id of ids) {
    const stored = byId.get(id);
    if (!stored) return undefined;
    found.push(stored);
  }
  found.sort((a, b) => (a.block < b.block ? -1 : 1));
  // One block twice, under one id or two, is nothing that was ever recorded.
  const distinct = found.every((one, index) => index === 0 || found[index - 1]?.block !== one.block);
  return distinct ? found : undefined;
}

/** The packed form of a set of fingerprints; `undefined` when no fact can hold it. */
export function packFingerprints(
  table: BlockTable,
  fingerprints: Iterable<Fingerprint>,
): Uint8Array | undefined {
  const ids: number[] = [];
  for (const { block, hash } of fingerprints) {
    const id = table.idOf(block, hash);
    if (id === undefined) return undefined;
    ids.push(id);
  }
  return packBlockList(ids);
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
