import { type NameTable, unpackBlockList } from '@nx-testmon/core';
import { factChecksum } from '../database/fact-checksum';
import type { Database } from '../database/load-sqlite';
import { lookUpBlocks, type StoredBlock } from './look-up-blocks';
import type { StoredFact } from './stored-facts';

/**
 * The blocks of a fact, in no order that means anything; `undefined` where the fact does not say what it said
 * when it was stored. @throws SqliteError when the table of blocks can't be read
 */
export type UnpackFact = (fact: StoredFact) => readonly StoredBlock[] | undefined;

/** The blocks of a store, read as they are asked for. @throws SqliteError when the table can't be read */
export function unpackingFacts(database: Database, names: NameTable): UnpackFact {
  const blockOf = lookUpBlocks(database, names);
  return (fact) => {
    const ids = unpackOrNothing(fact.blocks);
    if (!ids) return undefined;
    const blocks: StoredBlock[] = [];
    for (const id of ids) {
      const block = blockOf(id);
      if (!block) return undefined;
      blocks.push(block);
    }
    return factChecksum(fact, blocks) === fact.checksum ? blocks : undefined;
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
