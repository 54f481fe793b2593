import type { Fingerprint } from '@nx-testmon/core';
import type { Database } from './load-sqlite';

/** Blocks by their ids, each read once. */
export interface BlocksById {
  get(id: number): Fingerprint | undefined;
  /** Sorted by name; `undefined` when one of them is not there. */
  sorted(ids: readonly number[]): Fingerprint[] | undefined;
}

/** The share of the table after which the rest of it is read at once. */
const MANY = 1 / 8;

/**
 * One by one as long as few are asked for; all at once when it pays, so that neither a small project in a
 * large workspace nor the whole workspace waits.
 *
 * @throws SqliteError when the table can't be read; so do the answers of what is returned
 */
export function lookUpBlocks(database: Database): BlocksById {
  const count = database.prepare('SELECT count(*) FROM block').pluck().get() as number;
  const row = database.prepare('SELECT name, hash FROM block WHERE id = ?').raw();
  const known = new Map<number, Fingerprint>();
  let all: RankedBlocks | undefined;

  function get(id: number): Fingerprint | undefined {
    if (all) return all.byRank[all.rankOf.get(id) ?? -1];
    const found = known.get(id);
    if (found) return found;
    if (known.size > count * MANY) {
      all = readAll(database);
      return get(id);
    }
    const read = row.get(id) as [string, string] | undefined;
    if (!read) return undefined;
    const [block, hash] = read;
    known.set(id, { block, hash });
    return known.get(id);
  }

  function sorted(ids: readonly number[]): Fingerprint[] | undefined {
    if (all) return sortByRank(all, ids);
    const found: Fingerprint[] = [];
    for (const id of ids) {
      const one = get(id);
      if (!one) return undefined;
      found.push(one);
    }
    return found.sort((a, b) => (a.block < b.block ? -1 : 1));
  }

  return { get, sorted };
}

/** A rank is a place in the order of names: to sort numbers is many times cheaper than to sort names. */
interface RankedBlocks {
  readonly byRank: readonly Fingerprint[];
  readonly rankOf: ReadonlyMap<number, number>;
}

function readAll(database: Database): RankedBlocks {
  const byRank: Fingerprint[] = [];
  const rankOf = new Map<number, number>();
  // Facts are sorted as JavaScript compares texts; SQLite would sort by bytes, which differs beyond the basic plane.
  const rows = database.prepare('SELECT id, name, hash FROM block').raw().all() as [number, string, string][];
  rows.sort((a, b) => (a[1] < b[1] ? -1 : a[1] > b[1] ? 1 : 0));
  for (const [id, block, hash] of rows) {
    rankOf.set(id, byRank.length);
    byRank.push({ block, hash });
  }
  return { byRank, rankOf };
}

function sortByRank({ byRank, rankOf }: RankedBlocks, ids: readonly number[]): Fingerprint[] | undefined {
  const ranks = Float64Array.from(ids, (id) => rankOf.get(id) ?? -1).sort();
  if (ranks[0] === -1) return undefined;
  return Array.from(ranks, (rank) => byRank[rank]!);
}
