import type { BlockKey, Fingerprint, NameTable } from '@nx-testmon/core';
import { blockChecksum } from '../database/fact-checksum';
import { readJoinedRows } from './joined-rows';
import type { Database } from '../database/load-sqlite';

/** One object for each block of a store, whichever facts hold it. */
export class StoredBlock implements Fingerprint {
  private known: number | undefined;

  constructor(
    readonly block: BlockKey,
    readonly hash: string,
  ) {}

  get checksum(): number {
    return (this.known ??= blockChecksum(this));
  }
}

/** The share of the table after which the rest of it is read at once. */
const MANY = 1 / 8;

/**
 * Blocks by their ids, each read once: one by one as long as few are asked for, all at once when it pays, so
 * that neither a small project in a large workspace nor the whole workspace waits.
 *
 * @param names gives names of blocks their string object, so that whoever shares it compares them fast
 * @throws SqliteError when the table can't be read; so does what is returned
 */
export function lookUpBlocks(database: Database, names: NameTable): (id: number) => StoredBlock | undefined {
  const toBlock = (name: BlockKey, hash: string) => new StoredBlock(names.intern(name), hash);
  const count = database.prepare('SELECT count(*) FROM block').pluck().get() as number;
  const row = database.prepare('SELECT name, hash FROM block WHERE id = ?').raw();
  const known = new Map<number, StoredBlock>();
  let isWhole = false;

  return function blockOf(id) {
    const found = known.get(id);
    if (found || isWhole) return found;
    if (known.size > count * MANY) {
      isWhole = true;
      for (const [text, name, hash] of readJoinedRows(database, 'block', ['name', 'hash'])) {
        const one = Number(text);
        if (!known.has(one)) known.set(one, toBlock(name as BlockKey, hash!));
      }
      return known.get(id);
    }
    const read = row.get(id) as [BlockKey, string] | undefined;
    if (!read) return undefined;
    const block = toBlock(...read);
    known.set(id, block);
    return block;
  };
}
