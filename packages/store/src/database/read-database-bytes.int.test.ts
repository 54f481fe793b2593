import BetterSqlite3 from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { readDatabaseBytes } from './read-database-bytes';
import { startProcess, storeFile } from '../store.testing';

describe('readDatabaseBytes', () => {
  it('returns a complete commit or reports a busy store, while a writer changes pages in the whole file', async () => {
    const file = storeFile();
    const writer = startProcess(
      `const db = (globalThis.kept = new BetterSqlite3(args));
       db.pragma('synchronous = OFF');
       db.exec('CREATE TABLE t (id INTEGER PRIMARY KEY, version INTEGER, padding BLOB)');
       const insert = db.prepare('INSERT INTO t (version, padding) VALUES (0, zeroblob(60000))');
       db.transaction(() => { for (let n = 0; n < 300; n++) insert.run(); })();
       send('writing');
       const update = db.prepare('UPDATE t SET version = ?');
       for (let n = 1; ; n++) {
         update.run(n);
         await new Promise((resolved) => setTimeout(resolved, n % 20));
       }`,
      file,
    );
    await writer.printed('writing');
    const seen = new Set<number>();
    for (let round = 0; round < 60 && seen.size < 20; round++) {
      const read = await readDatabaseBytes(file, 500);
      if (!read.ok) {
        expect(read.problem.kind).toBe('store-busy');
        continue;
      }
      const database = new BetterSqlite3(read.bytes);
      const versions = database.prepare('SELECT DISTINCT version FROM t').pluck().all() as number[];
      database.close();
      expect(versions).toHaveLength(1);
      seen.add(versions[0] ?? -1);
    }
    expect(seen.size).toBeGreaterThan(10);
    // The test reads and waits up to 60 times, and each time takes long on a slow disk.
  }, 600_000);
});
