import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { deflateSync } from 'node:zlib';
import {
  type BlockKey,
  type EnvironmentKey,
  newestFirst,
  renderProblem,
  selectTestFile,
  sortFingerprints,
} from '@nx-testmon/core';
import BetterSqlite3 from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { mergeRecords } from '../merge/merge-records';
import type { CacheRows } from '../merge/merge-request';
import { openStoreSnapshot } from './open-store-snapshot';
import type { StoreSnapshot } from './store-snapshot';
import {
  describeFolder,
  fact,
  isWindows,
  LOCK,
  NOW,
  record,
  startProcess,
  storeFile,
} from '../store.testing';

const SUITE = 'a:vitest.config.ts';

async function storeWith(facts = [fact()], cache: CacheRows = {}): Promise<string> {
  const file = storeFile();
  expect(await mergeRecords({ file, records: [record(facts)], cache, lock: LOCK, now: NOW })).toMatchObject({
    kind: 'merged',
  });
  return file;
}

async function opened(file: string, timeoutMs = 0): Promise<StoreSnapshot> {
  const result = await openStoreSnapshot({ file, timeoutMs, now: NOW });
  if (!result.ok) throw new Error(renderProblem(result.problem));
  return result.snapshot;
}

async function problemOf(file: string): Promise<string> {
  const before = existsSync(dirname(file)) ? describeFolder(dirname(file)) : 'nothing';
  const result = await openStoreSnapshot({ file, timeoutMs: 0, now: NOW });
  expect(existsSync(dirname(file)) ? describeFolder(dirname(file)) : 'nothing').toEqual(before);
  return result.ok ? 'opened' : result.problem.kind;
}

describe('a snapshot', () => {
  it('returns the merged facts, newest first', async () => {
    const older = fact({ endedAt: 1 });
    const newer = fact({ endedAt: 2, outcome: 'failed' }, { 'a.ts#f': 'h2', 'b.ts#g': 'h3' });
    const snapshot = await opened(await storeWith([older, newer]));
    expect(snapshot.factsOf({ suite: SUITE, path: 'a.test.ts' })).toEqual([newer, older]);
    expect([...snapshot.facts(SUITE).keys()]).toEqual(['a.test.ts']);
    expect(snapshot.suites()).toEqual([SUITE]);
    expect(snapshot.facts('another suite').size).toBe(0);
    expect(snapshot.problems()).toEqual([]);
    snapshot.close();
  });

  it('returns a failure before a pass with the same time', async () => {
    const facts = [fact({ endedAt: 7 }), fact({ endedAt: 7, outcome: 'failed' })];
    const snapshot = await opened(await storeWith(facts));
    const [first] = snapshot.eachFact({ suite: SUITE, path: 'a.test.ts' });
    expect(first?.outcome).toBe('failed');
  });

  it('returns facts in the order of their sequence, and passes from the future last', async () => {
    const hour = 3_600_000;
    const facts = [
      fact({ endedAt: 5, sequence: NOW - 3 }, { 'a.ts#f': 'h1' }),
      fact({ endedAt: NOW - 4 }, { 'a.ts#f': 'h2' }),
      fact({ endedAt: NOW - 5, outcome: 'failed' }, { 'a.ts#f': 'h3' }),
      fact({ endedAt: NOW + hour }, { 'a.ts#f': 'h4' }),
      fact({ endedAt: 6, sequence: NOW + 2 * hour }, { 'a.ts#f': 'h5' }),
      fact({ endedAt: NOW + 30 * hour, outcome: 'failed' }, { 'a.ts#f': 'h6' }),
    ];
    const snapshot = await opened(await storeWith(facts));
    const found = snapshot.factsOf({ suite: SUITE, path: 'a.test.ts' });
    expect(found.map(({ dependencies }) => dependencies[0]?.hash)).toEqual([
      'h6',
      'h1',
      'h2',
      'h3',
      'h5',
      'h4',
    ]);
    expect(found).toEqual(newestFirst(facts, NOW));
    expect(snapshot.sequencesOf({ suite: SUITE, path: 'a.test.ts' })).toHaveLength(6);
    expect(snapshot.problems()).toEqual([]);
  });

  it('leaves out passes that were stored while the clock was more than a day ahead', async () => {
    const ahead = NOW + 100 * 24 * 3_600_000;
    const file = storeFile();
    const facts = [fact({ endedAt: ahead }), fact({ endedAt: 1 }, { 'a.ts#f': 'h2' })];
    await mergeRecords({ file, records: [record(facts)], lock: LOCK, now: ahead });
    const snapshot = await opened(file);
    expect(snapshot.factsOf({ suite: SUITE, path: 'a.test.ts' })).toEqual([facts[1]]);
    expect(snapshot.sequencesOf({ suite: SUITE, path: 'a.test.ts' })).toContain(ahead);
    expect(snapshot.problems()).toEqual([{ kind: 'passes-ahead-of-clock', passes: 1 }]);
  });

  it('returns the same facts one by one as all at once', async () => {
    const many = Object.fromEntries(Array.from({ length: 300 }, (_, n) => [`m${n}.ts#f`, `h${n}`]));
    const odd = { 'é.ts#f': 'h', '😀.ts#f': 'h', 'a\0b.ts#f': 'h' };
    const facts = [
      fact({ endedAt: 2 }, { ...many, ...odd }),
      fact({ endedAt: 1 }, { ...many, 'z.ts#f': 'h' }),
    ];
    const snapshot = await opened(await storeWith(facts));
    const each = [...snapshot.eachFact({ suite: SUITE, path: 'a.test.ts' })];
    const sorted = each.map((one) => ({ ...one, dependencies: sortFingerprints(one.dependencies) }));
    expect(sorted).toEqual(facts);
    expect(snapshot.factsOf({ suite: SUITE, path: 'a.test.ts' })).toEqual(facts);
  });

  it('returns cached stamps, models and discoveries', async () => {
    const file = storeFile();
    // All digits must be kept, and the largest inode is larger than an integer of SQLite.
    const stamp = {
      size: 10n,
      mtimeNs: 1_795_900_947_616_123_457n,
      ctimeNs: -1n,
      ino: 2n ** 64n - 1n,
      contentHash: 'c',
      indexedAt: 99.5,
    };
    const discovery = {
      runner: 'vitest',
      version: '5.1.1',
      suites: [],
      configFiles: ['vitest.config.ts'],
    };
    const kept = { key: 'a:vitest.config.ts', closure: 'closure', discovery };
    await mergeRecords({
      file,
      records: [],
      cache: {
        files: [{ path: 'a.ts', ...stamp }],
        models: [{ key: 'k', json: '{"é":1}' }],
        discoveries: [
          kept,
          { ...kept, key: 'bad', discovery: { ...discovery, version: 5 as unknown as string } },
        ],
      },
      lock: LOCK,
      now: NOW,
    });
    const snapshot = await opened(file);
    expect(snapshot.file('a.ts')).toEqual(stamp);
    expect(snapshot.file('b.ts')).toBeUndefined();
    expect(snapshot.model('k')).toBe('{"é":1}');
    expect(snapshot.model('other')).toBeUndefined();
    expect(snapshot.discovery('a:vitest.config.ts')).toEqual(kept);
    expect(snapshot.discovery('bad')).toBeUndefined();
  });
});

describe('opening a snapshot', () => {
  it('changes nothing on disk and can be repeated', async () => {
    const file = await storeWith();
    const before = describeFolder(dirname(file));
    for (let round = 0; round < 3; round++) {
      const snapshot = await opened(file);
      expect(snapshot.factsOf({ suite: SUITE, path: 'a.test.ts' })).toHaveLength(1);
      snapshot.close();
    }
    expect(describeFolder(dirname(file))).toEqual(before);
  });

  it('works on a read-only file in a read-only folder', async () => {
    const file = await storeWith();
    chmodSync(file, 0o444);
    chmodSync(dirname(file), 0o555);
    const before = describeFolder(dirname(file));
    expect((await opened(file)).factsOf({ suite: SUITE, path: 'a.test.ts' })).toHaveLength(1);
    expect(describeFolder(dirname(file))).toEqual(before);
    chmodSync(dirname(file), 0o755);
  });

  it.each([
    ['BEGIN IMMEDIATE', ''],
    ['BEGIN EXCLUSIVE', ''],
    ['BEGIN IMMEDIATE', 'after writing'],
    ['BEGIN EXCLUSIVE', 'after writing'],
    ['BEGIN EXCLUSIVE', 'after writing more than its cache holds'],
  ])('reads the committed facts while another process is in %s %s', async (begin, write) => {
    const file = await storeWith();
    const holder = startProcess(
      `const db = (globalThis.kept = new BetterSqlite3(args.file));
       if (args.write.includes('more')) db.pragma('cache_size = 4');
       db.exec(args.begin);
       if (args.write) db.exec("DELETE FROM fact");
       if (args.write.includes('more')) {
         const insert = db.prepare("INSERT INTO block (kind, module, name, hash) VALUES ('file', '', ?, ?)");
         for (let n = 0; n < 3000; n++) insert.run('spilled.ts#' + n, 'x'.repeat(40));
       }
       send('holding');
       setInterval(() => {}, 1000);`,
      { file, begin, write },
    );
    await holder.printed('holding');
    expect(existsSync(`${file}-journal`)).toBe(write !== '');
    const before = describeFolder(dirname(file));
    const snapshot = await opened(file);
    expect(snapshot.factsOf({ suite: SUITE, path: 'a.test.ts' })).toEqual([fact()]);
    expect(describeFolder(dirname(file))).toEqual(before);
  });

  it('reads the same as SQLite after its recovery from a killed writer', async () => {
    const file = await storeWith(Array.from({ length: 50 }, (_, n) => fact({ testFile: `t${n}.test.ts` })));
    const writer = startProcess(
      `const db = (globalThis.kept = new BetterSqlite3(args));
       db.pragma('cache_size = 4');
       db.pragma('foreign_keys = OFF');
       db.exec('BEGIN IMMEDIATE');
       db.exec("UPDATE fact SET blocks = zeroblob(3000)");
       db.exec("DELETE FROM name");
       const insert = db.prepare("INSERT INTO block (kind, module, name, hash) VALUES ('file', '', ?, ?)");
       for (let n = 0; n < 3000; n++) insert.run('spilled.ts#' + n, 'x'.repeat(40));
       send('written');
       setInterval(() => {}, 1000);`,
      file,
    );
    await writer.printed('written');
    writer.child.kill('SIGKILL');
    await writer.exited;
    const before = describeFolder(dirname(file));
    const snapshot = await opened(file);
    expect(snapshot.facts(SUITE).size).toBe(50);
    expect(snapshot.factsOf({ suite: SUITE, path: 't7.test.ts' })).toEqual([
      fact({ testFile: 't7.test.ts' }),
    ]);
    expect(describeFolder(dirname(file))).toEqual(before);

    const copy = join(dirname(file), 'recovered.db');
    copyFileSync(file, copy);
    copyFileSync(`${file}-journal`, `${copy}-journal`);
    const recovered = new BetterSqlite3(copy);
    expect(recovered.prepare('SELECT count(*) FROM name').pluck().get()).toBe(52);
    recovered.close();
    expect((await opened(copy)).factsOf({ suite: SUITE, path: 't7.test.ts' })).toEqual(
      snapshot.factsOf({ suite: SUITE, path: 't7.test.ts' }),
    );
  });

  it('reads one complete commit while a writer commits all the time', async () => {
    const file = await storeWith();
    const writer = startProcess(
      `const db = (globalThis.kept = new BetterSqlite3(args));
       send('writing');
       const insert = db.prepare('INSERT INTO file VALUES (?, 1, 1, 1, 1, ?, 1)');
       const once = db.transaction((n) => {
         db.exec('DELETE FROM file');
         for (let i = 0; i < 200; i++) insert.run('f' + i, 'v' + n);
       });
       for (let n = 0; ; n++) once(n);`,
      file,
    );
    await writer.printed('writing');
    let seen = 0;
    for (let round = 0; round < 150; round++) {
      const result = await openStoreSnapshot({ file, timeoutMs: 500, now: NOW });
      if (!result.ok) {
        expect(result.problem.kind).toBe('store-busy');
        continue;
      }
      const { snapshot } = result;
      const version = snapshot.file('f0')?.contentHash;
      if (version !== undefined) {
        seen += 1;
        for (let i = 1; i < 200; i++) expect(snapshot.file(`f${i}`)?.contentHash).toBe(version);
      }
      expect(snapshot.problems()).toEqual([]);
      snapshot.close();
    }
    expect(seen).toBeGreaterThan(20);
  });

  it('reads a database that another program has switched to WAL and closed', async () => {
    const file = await storeWith();
    const other = new BetterSqlite3(file);
    other.pragma('journal_mode = WAL');
    other.close();
    expect(existsSync(`${file}-wal`)).toBe(false);
    const before = describeFolder(dirname(file));
    expect((await opened(file)).factsOf({ suite: SUITE, path: 'a.test.ts' })).toHaveLength(1);
    expect(describeFolder(dirname(file))).toEqual(before);
  });

  it('reports a WAL file with pages', async () => {
    const file = await storeWith();
    const other = new BetterSqlite3(file);
    other.pragma('journal_mode = WAL');
    other.exec('DELETE FROM fact');
    expect(await problemOf(file)).toBe('store-in-wal-mode');
    other.close();
  });
});

describe('a file that is not a store', () => {
  it('is missing: no file, no folder, a file instead of a folder', async () => {
    const file = storeFile();
    expect(await problemOf(file)).toBe('store-missing');
    expect(await problemOf(join(dirname(file), 'no', 'such', 'folder.db'))).toBe('store-missing');
    writeFileSync(file, 'x');
    expect((await openStoreSnapshot({ file: join(file, 'x.db'), timeoutMs: 0, now: NOW })).ok).toBe(false);
  });

  it('is empty', async () => {
    const file = storeFile();
    writeFileSync(file, '');
    expect(await problemOf(file)).toBe('store-empty');
  });

  it('is foreign: a text, another database', async () => {
    const file = storeFile();
    writeFileSync(file, 'hello, this is text\n'.repeat(200));
    expect(await problemOf(file)).toBe('store-foreign');
    const other = join(dirname(file), 'other.db');
    const database = new BetterSqlite3(other);
    database.exec('CREATE TABLE t (a)');
    database.close();
    expect(await problemOf(other)).toBe('store-foreign');
  });

  it('is newer', async () => {
    const file = await storeWith();
    const database = new BetterSqlite3(file);
    database.pragma('user_version = 99');
    database.close();
    expect(await problemOf(file)).toBe('store-newer');
  });

  it.each([50, 99, 512, 4096, 8192])('is corrupt if it ends after %i bytes', async (size) => {
    const file = await storeWith();
    truncateSync(file, size);
    expect(await problemOf(file)).toBe('store-damaged');
  });

  it('is corrupt if it contains a trigger, or lacks a table', async () => {
    for (const statement of [
      'CREATE TRIGGER t AFTER INSERT ON fact BEGIN DELETE FROM fact; END',
      'DROP TABLE model',
    ]) {
      const file = await storeWith();
      const database = new BetterSqlite3(file);
      database.exec(statement);
      database.close();
      expect(await problemOf(file)).toBe('store-damaged');
    }
  });

  it('is unreadable: a folder', async () => {
    const file = storeFile();
    mkdirSync(file);
    expect(await problemOf(file)).toBe('store-unreadable');
  });

  it.skipIf(isWindows)('is unreadable: a named pipe (not on Windows)', async () => {
    const pipe = join(dirname(storeFile()), 'pipe');
    execFileSync('mkfifo', [pipe]);
    expect((await openStoreSnapshot({ file: pipe, timeoutMs: 0, now: NOW })).ok).toBe(false);
  });

  it('with overwritten pages never throws and never returns a wrong fact', async () => {
    const facts = Array.from({ length: 40 }, (_, n) => fact({ testFile: `t${n}.test.ts`, endedAt: n }));
    const file = await storeWith(facts);
    const whole = readFileSync(file);
    const pages = statSync(file).size / 4096;
    let opened = 0;
    let refused = 0;
    let read = 0;
    for (let page = 0; page < pages; page++) {
      const damaged = Buffer.from(whole);
      damaged.fill(0xa5, page * 4096 + 100, (page + 1) * 4096);
      writeFileSync(file, damaged);
      const result = await openStoreSnapshot({ file, timeoutMs: 0, now: NOW });
      if (!result.ok) {
        expect(result.problem.kind).toBe('store-damaged');
        refused += 1;
        continue;
      }
      opened += 1;
      for (const testFile of result.snapshot.facts(SUITE).keys()) {
        for (const found of result.snapshot.factsOf({ suite: SUITE, path: testFile })) {
          expect(facts).toContainEqual(found);
          read += 1;
        }
      }
      result.snapshot.file('x');
      result.snapshot.model('x');
      result.snapshot.discovery('x');
      result.snapshot.suites();
      result.snapshot.close();
    }
    expect(opened).toBeGreaterThan(0);
    expect(refused).toBeGreaterThan(0);
    expect(read).toBeGreaterThan(facts.length);
  });
});

describe('a damaged model', () => {
  it('is ignored if its bytes are invalid, and data that decompresses to gigabytes is not decompressed', async () => {
    const bomb = deflateSync(Buffer.alloc(100 * 1024 ** 2), { level: 9 });
    for (const bytes of [Buffer.alloc(0), Buffer.from('not deflated'), bomb]) {
      const file = await storeWith();
      const database = new BetterSqlite3(file);
      database.prepare("INSERT INTO model VALUES ('k', ?, 1, 1)").run(bytes);
      database.close();
      expect((await opened(file)).model('k')).toBeUndefined();
    }
  });
});

describe('cached data', () => {
  const discovery = {
    runner: 'vitest',
    version: '5.1.1',
    suites: [],
    configFiles: ['vitest.config.ts'],
  };
  const model = JSON.stringify({ blocks: ['a', 'b', 'c'].map((name) => ({ name, hash: name.repeat(16) })) });

  it.each([
    ['model', 'deflated'],
    ['discovery', 'json'],
  ])('is ignored if a byte of a %s is damaged, because dependencies could be lost', async (table, column) => {
    const kept = { key: 'k', closure: 'c', discovery };
    const file = await storeWith([], { models: [{ key: 'k', json: model }], discoveries: [kept] });
    const database = new BetterSqlite3(file);
    const stored = database.prepare(`SELECT CAST(${column} AS BLOB) FROM ${table}`).pluck().get() as Buffer;
    const type = table === 'model' ? 'BLOB' : 'TEXT';
    const damage = database.prepare(`UPDATE ${table} SET ${column} = CAST(? AS ${type})`);
    expect((await opened(file)).model('k')).toBe(model);
    expect((await opened(file)).discovery('k')).toEqual(kept);
    for (let at = 0; at < stored.length; at++) {
      const damaged = Buffer.from(stored);
      damaged[at]! ^= 1;
      damage.run(damaged);
      const snapshot = await opened(file);
      expect(table === 'model' ? snapshot.model('k') : snapshot.discovery('k')).toBeUndefined();
      snapshot.close();
    }
    database.close();
  });
});

describe('damaged facts', () => {
  async function withDamage(statement: string): Promise<StoreSnapshot> {
    const facts = [
      fact({ endedAt: 1 }),
      fact({ endedAt: 2, outcome: 'failed' }, { 'a.ts#f': 'h2' }),
      fact({ testFile: 'b.test.ts' }),
    ];
    const file = await storeWith(facts);
    const database = new BetterSqlite3(file);
    database.exec(statement);
    database.close();
    return opened(file);
  }

  it('are ignored if they passed: invalid lists, unknown ids', async () => {
    for (const blocks of ['ff', 'ffff03', '0000']) {
      const snapshot = await withDamage(`UPDATE fact SET blocks = x'${blocks}' WHERE ended_at = 1`);
      expect(snapshot.factsOf({ suite: SUITE, path: 'a.test.ts' }).map((one) => one.endedAt)).toEqual([2]);
      expect(snapshot.factsOf({ suite: SUITE, path: 'b.test.ts' })).toHaveLength(1);
    }
  });

  it.each([
    ['an additional instrumented module', `UPDATE fact SET instrumented = x'00' WHERE ended_at = 1`],
    ['another instrumented module', `UPDATE name SET text = 'b.ts' WHERE text = 'a.ts'`],
    ['incomplete reads that are marked as complete', `UPDATE fact SET reads_complete = 1 WHERE ended_at = 1`],
    ['a missing fallback', `UPDATE fact SET reads_fallback = 0 WHERE ended_at = 1`],
    ['a missing execution', `UPDATE fact SET instrumented = NULL WHERE ended_at = 1`],
    ['another kind of block', `UPDATE block SET kind = 'hop'`],
    ['a kind that does not exist', `UPDATE block SET kind = 'function'`],
    ['another module', `UPDATE block SET module = 'b.ts'`],
  ])('are ignored with %s', async (_, statement) => {
    const execution = { instrumentedModules: ['a.ts'], reads: { isComplete: false, fallback: true } };
    const file = await storeWith([fact({ endedAt: 1, execution })]);
    const known = () =>
      opened(file).then((snapshot) => snapshot.factsOf({ suite: SUITE, path: 'a.test.ts' }));
    expect(await known()).toEqual([fact({ endedAt: 1, execution })]);
    const database = new BetterSqlite3(file);
    database.exec(statement);
    database.close();
    expect(await known()).toEqual([]);
  });

  it('remove the older passes if they failed', async () => {
    const snapshot = await withDamage(`UPDATE fact SET blocks = x'ff' WHERE ended_at = 2`);
    expect(snapshot.factsOf({ suite: SUITE, path: 'a.test.ts' })).toEqual([]);
    expect(snapshot.facts(SUITE).get('a.test.ts')).toBeUndefined();
    expect(snapshot.factsOf({ suite: SUITE, path: 'b.test.ts' })).toHaveLength(1);
    expect(snapshot.problems()).toEqual([{ kind: 'damaged-facts', facts: 2 }]);
  });

  it.each([
    [
      'another hash of a block',
      `UPDATE fact SET blocks = (SELECT blocks FROM fact WHERE ended_at = 2) WHERE ended_at = 1`,
      ['2 failed'],
      'failed-before',
    ],
    [
      'a failure that reads as a pass',
      `UPDATE fact SET outcome = 'passed' WHERE ended_at = 2`,
      ['1 passed'],
      'changed',
    ],
    ['a block with another hash', `UPDATE block SET hash = 'h2' || hash WHERE hash = 'h2'`, [], 'new'],
    ['another test file', `UPDATE name SET text = 'b.test.ts' || text WHERE text = 'a.test.ts'`, [], 'new'],
  ])('are not read as other facts: %s', async (_, statement, left, kind) => {
    const snapshot = await withDamage(statement);
    const current = {
      environment: 'default' as EnvironmentKey,
      hashes: new Map([['a.ts#f' as BlockKey, 'h2']]),
    };
    const found = ['a.test.ts', 'b.test.tsa.test.ts'].map((path) => ({
      facts: snapshot.factsOf({ suite: SUITE, path }).map(({ outcome, endedAt }) => `${endedAt} ${outcome}`),
      decision: selectTestFile(snapshot.eachFact({ suite: SUITE, path }), current).kind,
    }));
    expect(found).toEqual([
      { facts: left, decision: kind },
      { facts: [], decision: 'new' },
    ]);
  });
});
