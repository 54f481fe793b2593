import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import BetterSqlite3 from 'better-sqlite3';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readDatabaseBytes } from './read-database-bytes';
import { storeFile } from '../store.testing';

const step = fc.oneof(
  fc.record({ kind: fc.constant('insert' as const), rows: fc.integer({ min: 1, max: 400 }) }),
  fc.record({ kind: fc.constant('update' as const), rows: fc.nat(7) }),
  fc.record({ kind: fc.constant('delete' as const), rows: fc.nat(7) }),
  fc.record({ kind: fc.constant('vacuum page by page' as const), rows: fc.nat(3) }),
);

function apply(database: BetterSqlite3.Database, { kind, rows }: { kind: string; rows: number }): void {
  if (kind === 'insert') {
    const insert = database.prepare('INSERT INTO t (text) VALUES (?)');
    for (let n = 0; n < rows; n++) insert.run(`${n}`.repeat(100));
  } else if (kind === 'update')
    database.prepare("UPDATE t SET text = text || 'x' WHERE id % 8 = ?").run(rows);
  else if (kind === 'delete') database.prepare('DELETE FROM t WHERE id % 8 = ?').run(rows);
  else database.pragma(`incremental_vacuum(${rows})`);
}

function open(file: string, pageSize: number, synchronous: string): BetterSqlite3.Database {
  const database = new BetterSqlite3(file);
  database.pragma(`page_size = ${pageSize}`);
  database.pragma('auto_vacuum = INCREMENTAL');
  database.pragma(`synchronous = ${synchronous}`);
  // The cache is so small that, before the commit, pages reach the file and the journal gets several headers.
  database.pragma('cache_size = 3');
  database.exec('CREATE TABLE t (id INTEGER PRIMARY KEY, text TEXT)');
  return database;
}

function describeDatabase(bytes: Buffer): unknown {
  const database = new BetterSqlite3(bytes);
  try {
    const [integrity, pages] = ['integrity_check', 'page_count'].map((pragma) => database.pragma(pragma));
    return { integrity, pages, rows: database.prepare('SELECT * FROM t').raw().all() };
  } finally {
    database.close();
  }
}

describe('rolling back a journal in memory', () => {
  it('returns the complete database before the transaction', async () => {
    let spilled = 0;
    const pageSize = fc.constantFrom(512, 1024, 4096, 65536);
    const synchronous = fc.constantFrom('OFF', 'NORMAL', 'FULL');
    const steps = fc.array(step, { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(pageSize, synchronous, steps, steps, async (size, sync, before, during) => {
        const file = storeFile();
        const database = open(file, size, sync);
        for (const one of before) apply(database, one);
        const committed = readFileSync(file);
        database.exec('BEGIN IMMEDIATE');
        for (const one of during) apply(database, one);
        if (!readFileSync(file).equals(committed)) spilled += 1;
        const read = await readDatabaseBytes(file, 0);
        // The bytes may differ: SQLite does not journal free pages, whose content has no meaning.
        expect(read.ok && describeDatabase(read.bytes)).toEqual(describeDatabase(committed));
        database.exec('COMMIT');
        database.close();
        expect(existsSync(`${file}-journal`)).toBe(false);
        const after = await readDatabaseBytes(file, 0);
        expect(after.ok && after.bytes.equals(readFileSync(file))).toBe(true);
      }),
      { numRuns: 60 },
    );
    expect(spilled).toBeGreaterThan(5);
    // The test writes 60 databases. A third of them wait for the disk at every step.
  }, 600_000);

  it('ignores an empty, zeroed or foreign journal', async () => {
    const file = storeFile();
    open(file, 4096, 'FULL').close();
    const committed = readFileSync(file);
    for (const journal of [Buffer.alloc(0), Buffer.alloc(5000), Buffer.from('text'.repeat(500))]) {
      writeFileSync(`${file}-journal`, journal);
      const read = await readDatabaseBytes(file, 0);
      expect(read.ok && read.bytes.equals(committed)).toBe(true);
    }
  });

  it('refuses a transaction that spans several databases', async () => {
    const file = storeFile();
    open(file, 4096, 'FULL').close();
    const magic = Buffer.from('d9d505f920a163d7', 'hex');
    writeFileSync(`${file}-journal`, Buffer.concat([magic, Buffer.alloc(600), magic]));
    expect(await readDatabaseBytes(file, 0)).toMatchObject({ ok: false, problem: { kind: 'store-busy' } });
  });
});
