import { type Fingerprint, internName } from '@nx-testmon/core';
import { blockChecksum } from './fact-checksum';
import type { Database } from './load-sqlite';

/** One object for each block of a store, whichever facts hold it. */
export class StoredBlock implements Fingerprint {
  readonly block: string;
  private known: number | undefined;

  constructor(
    block: string,
    readonly hash: string,
  ) {
    this.block = internName(block);
  }

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
 * @throws SqliteError when the table can't be read; so does what is returned
 */
export function lookUpBlocks(database: Database): (id: number) => StoredBlock | undefined {
  const count = database.prepare('SELECT count(*) FROM block').pluck().get() as number;
  const row = database.prepare('SELECT name, hash FROM block WHERE id = ?').raw();
  const known = new Map<number, StoredBlock>();
  let isWhole = false;

  return function blockOf(id) {
    const found = known.get(id);
    if (found || isWhole) return found;
    if (known.size > count * MANY) {
      isWhole = true;
      for (const [one, block] of readBlocks(database)) if (!known.has(one)) known.set(one, block);
      return known.get(id);
    }
    const read = row.get(id) as [string, string] | undefined;
    if (!read) return undefined;
    const block = new StoredBlock(...read);
    known.set(id, block);
    return block;
  };
}

/** How many blocks are read into one text: it stays far below the longest that there may be. */
const ROWS_AT_ONCE = 50_000;

type BlockRow = readonly [number, string, string];

/** Many in one text, which takes half the time of as many rows. */
function* readBlocks(database: Database): Generator<readonly [number, StoredBlock]> {
  const some = 'FROM block WHERE id > ? ORDER BY id LIMIT ?';
  const joined = database
    .prepare(
      `SELECT count(*), max(id), CAST(group_concat(id || char(0) || name || char(0) || hash, char(0)) AS BLOB)
         FROM (SELECT id, name, hash ${some})`,
    )
    .raw();
  const rows = database.prepare(`SELECT id, name, hash ${some}`).raw();
  for (let after = -1; ;) {
    const [count, last, text] = joined.get(after, ROWS_AT_ONCE) as [number, number, Buffer | null];
    if (text === null) return;
    const parts = text.toString().split('\0');
    // A name may hold what parts them.
    const isClear = parts.length === count * 3;
    for (const [id, block, hash] of isClear ? inThrees(parts) : (rows.all(after, ROWS_AT_ONCE) as BlockRow[]))
      yield [id, new StoredBlock(block, hash)];
    after = last;
  }
}

function* inThrees(parts: readonly string[]): Generator<BlockRow> {
  for (let at = 0; at < parts.length; at += 3) yield [Number(parts[at]), parts[at + 1]!, parts[at + 2]!];
}
