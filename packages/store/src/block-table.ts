import { type Fingerprint, unpackBlockList } from '@nx-testmon/core';
import { blockChecksum, factChecksum } from './fact-checksum';
import type { Database } from './load-sqlite';
import { type BlocksById, lookUpBlocks } from './look-up-blocks';
import type { StoredFact } from './stored-facts';

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

/** @throws SqliteError when the table can't be read; so do the answers of what is returned */
export function readBlockTable(database: Database): BlockTable {
  const idRow = database.prepare('SELECT id FROM block WHERE name = ? AND hash = ?').pluck();
  const blocks = lookUpBlocks(database);
  const checksums = new Map<number, number>();

  function checksumOf(id: number): number {
    const known = checksums.get(id);
    if (known !== undefined) return known;
    const fingerprint = blocks.get(id);
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

  function areExactly(packed: Uint8Array, hashes: ReadonlyMap<string, string>): boolean {
    const ids = unpackOrNothing(packed);
    if (ids?.length !== hashes.size) return false;
    const seen = new Set<string>();
    return ids.every((id) => {
      const stored = blocks.get(id);
      // One block under two ids is nothing that was ever recorded.
      if (!stored || hashes.get(stored.block) !== stored.hash || seen.has(stored.block)) return false;
      seen.add(stored.block);
      return true;
    });
  }

  return {
    idOf: (block, hash) => idRow.get(block, hash) as number | undefined,
    fingerprintsOf: (packed) => decode(blocks, packed),
    areExactly,
    isSound,
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

function decode(blocks: BlocksById, packed: Uint8Array): Fingerprint[] | undefined {
  const ids = unpackOrNothing(packed);
  const found = ids && blocks.sorted(ids);
  // One block twice, under one id or two, is nothing that was ever recorded.
  const distinct = found?.every((one, index) => index === 0 || found[index - 1]?.block !== one.block);
  return distinct === true ? found : undefined;
}
