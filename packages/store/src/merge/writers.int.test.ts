import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { mergePending } from './merge-pending';
import { mergeRecords } from './merge-records';
import { openStoreSnapshot } from '../snapshot/open-store-snapshot';
import {
  fact,
  integrity,
  LOCK,
  NOW,
  pause,
  record,
  startProcess,
  storedFactKeys,
  storeFile,
} from '../store.testing';

/**
 * Each process merges `rounds` records with its own fact. A record that could not be merged is written to
 * `pending`.
 */
const WRITER = `
  send('started');
  for (let round = 0; round < args.rounds; round++) {
    const facts = [{ ...args.fact, testFile: { suite: args.name + ':vitest.config.ts', path: args.name + '-' + round + '.test.ts' } }];
    const record = { execId: 'exec', project: args.name, target: 'testmon', facts };
    const request = { file: args.file, records: [record], lock: args.lock, now: args.now };
    const result = await store.mergeRecords(request);
    if (result.kind !== 'merged') {
      const written = store.writePending(args.pendingDir, record);
      if (!written.ok) throw new Error(written.message);
      send(result.kind);
    } else if (result.movedAside) throw new Error('moved aside: ' + result.movedAside.reason);
    else if (round === 0) send('merged once');
  }
  send('done');`;

function writer(file: string, name: string, rounds: number, lock = LOCK) {
  const pendingDir = join(dirname(file), 'pending');
  return startProcess(WRITER, { file, name, rounds, lock, now: NOW, pendingDir, fact: fact() });
}

/** Reads a snapshot, because the readers of SQLite fail if there is the journal of a killed writer. */
async function testFilesIn(file: string): Promise<string[]> {
  const opened = await openStoreSnapshot({ file, timeoutMs: 0, now: NOW });
  if (!opened.ok) throw new Error(opened.problem.kind);
  using snapshot = opened.snapshot;
  return snapshot.suites().flatMap((suite) => [...snapshot.facts(suite).keys()]);
}

describe('several writers', () => {
  it('create the database at the same time and lose no fact: 8 processes, 5 merges each', async () => {
    const file = storeFile();
    const writers = Array.from({ length: 8 }, (_, n) => writer(file, `p${n}`, 5));
    let opened = 0;
    while (writers.some((one) => one.child.exitCode === null)) {
      const result = await openStoreSnapshot({ file, timeoutMs: 200, now: NOW });
      if (result.ok) {
        opened += 1;
        expect(result.snapshot.problems()).toEqual([]);
        result.snapshot.close();
      } else expect(['store-missing', 'store-empty', 'store-busy']).toContain(result.problem.kind);
      await pause(5);
    }
    for (const one of writers)
      expect([await one.exited, one.output()]).toEqual([0, 'started\nmerged once\ndone\n']);
    expect(opened).toBeGreaterThan(0);
    expect(storedFactKeys(file)).toHaveLength(40);
    expect(integrity(file)).toBe('ok');
    expect(readdirSync(dirname(file))).toEqual(['testmondata.db']);
  });

  it('create the database at the same time without the advisory lock', async () => {
    const file = storeFile();
    // The lock is removed all the time, as if other processes took it over.
    const script = `const lockPath = args.file + '.lock';
      const timer = setInterval(() => { try { require('node:fs').rmdirSync(lockPath); } catch {} }, 1);
      ${WRITER} clearInterval(timer);`;
    const start = (name: string) =>
      startProcess(script, {
        file,
        name,
        rounds: 6,
        lock: LOCK,
        now: NOW,
        pendingDir: join(dirname(file), 'pending'),
        fact: fact(),
      });
    const writers = ['a', 'b', 'c', 'd'].map(start);
    for (const one of writers)
      expect([await one.exited, one.output()]).toEqual([0, expect.stringContaining('done')]);
    await mergePending({ file, pendingDir: join(dirname(file), 'pending'), lock: LOCK, now: NOW });
    expect(storedFactKeys(file)).toHaveLength(24);
    expect(integrity(file)).toBe('ok');
  });
});

describe('a killed writer', () => {
  it('leaves the stored facts if it is killed during its transaction, and the next merge works', async () => {
    const file = storeFile();
    await mergeRecords({ file, records: [record([fact()])], lock: LOCK, now: NOW });
    const killed = startProcess(
      `const release = await lockfile.lock(args, { realpath: false });
       const db = (globalThis.kept = new BetterSqlite3(args));
       db.pragma('cache_size = 4');
       db.exec('BEGIN IMMEDIATE; DELETE FROM fact');
       const insert = db.prepare("INSERT INTO block (kind, module, name, hash) VALUES ('file', '', ?, ?)");
       for (let n = 0; n < 3000; n++) insert.run('x' + n, 'y'.repeat(40));
       send('writing');
       setInterval(() => {}, 1000);`,
      file,
    );
    await killed.printed('writing');
    killed.child.kill('SIGKILL');
    await killed.exited;
    expect(existsSync(`${file}-journal`)).toBe(true);
    expect(existsSync(`${file}.lock`)).toBe(true);

    const lock = { ...LOCK, staleMs: 2000, waitMs: 10_000 };
    const other = fact({ testFile: 'b.test.ts' });
    expect(await mergeRecords({ file, records: [record([other])], lock, now: NOW })).toMatchObject({
      kind: 'merged',
      addedFacts: 1,
    });
    expect(storedFactKeys(file)).toHaveLength(2);
    expect(integrity(file)).toBe('ok');
    expect(readdirSync(dirname(file))).toEqual(['testmondata.db']);
  });

  it('never damages the database if it is killed again and again, at any moment', async () => {
    const file = storeFile();
    const lock = { ...LOCK, staleMs: 2000, waitMs: 10_000 };
    for (let round = 0; round < 6; round++) {
      const killed = writer(file, `k${round}`, 1000, lock);
      await killed.printed('merged once');
      await pause(5 + round * 13);
      killed.child.kill('SIGKILL');
      await killed.exited;
      // The lock of a killed process. If it is kept, the next process has to wait until it is stale.
      rmSync(`${file}.lock`, { recursive: true, force: true });
    }
    const before = await testFilesIn(file);
    const last = await mergeRecords({ file, records: [record([fact()])], lock, now: NOW });
    expect(last).toMatchObject({ kind: 'merged', addedFacts: 1 });
    expect(last).not.toHaveProperty('movedAside');
    expect(before.length).toBeGreaterThan(6);
    expect(await testFilesIn(file)).toEqual(expect.arrayContaining([...before, 'a.test.ts']));
    expect(integrity(file)).toBe('ok');
  });
});

describe('a paused writer', () => {
  it('keeps other processes out during its transaction, and they keep their records for later', async () => {
    const file = storeFile();
    await mergeRecords({ file, records: [record([fact()])], lock: LOCK, now: NOW });
    const paused = startProcess(
      `const release = await lockfile.lock(args, { realpath: false, stale: 2000, update: 1000, onCompromised: () => send('lost') });
       const db = (globalThis.kept = new BetterSqlite3(args));
       db.exec("BEGIN IMMEDIATE; INSERT INTO block (kind, module, name, hash) VALUES ('file', '', 'paused', 'p')");
       send('holding');
       setTimeout(() => { db.exec('COMMIT'); send('committed'); process.exit(0); }, 1000);`,
      file,
    );
    await paused.printed('holding');
    paused.child.kill('SIGSTOP');
    const lock = { staleMs: 2000, updateMs: 1000, waitMs: 6000, busyTimeoutMs: 300 };
    const other = fact({ testFile: 'b.test.ts' });
    expect(await mergeRecords({ file, records: [record([other])], lock, now: NOW })).toMatchObject({
      kind: 'store-locked',
    });
    paused.child.kill('SIGCONT');
    expect(await paused.exited).toBe(0);
    expect(await mergeRecords({ file, records: [record([other])], lock, now: NOW })).toMatchObject({
      addedFacts: 1,
    });
    const database = new BetterSqlite3(file, { readonly: true });
    expect(database.prepare("SELECT count(*) FROM block WHERE name = 'paused'").pluck().get()).toBe(1);
    database.close();
    expect(integrity(file)).toBe('ok');
  });

  it('damages and loses nothing if it is paused until it loses the lock, at any moment', async () => {
    const file = storeFile();
    const pendingDir = join(dirname(file), 'pending');
    mkdirSync(pendingDir);
    const lock = { staleMs: 2000, updateMs: 1000, waitMs: 20_000, busyTimeoutMs: 500 };
    const writers = ['a', 'b', 'c'].map((name) => writer(file, name, 25, lock));
    const [first] = writers;
    if (!first) throw new Error('a writer');
    await first.printed('started');
    for (const moment of [30, 70]) {
      await pause(moment);
      first.child.kill('SIGSTOP');
      await pause(2600);
      first.child.kill('SIGCONT');
    }
    for (const one of writers)
      expect([await one.exited, one.output()]).toEqual([0, expect.stringContaining('done')]);
    const rest = await mergePending({ file, pendingDir, lock: LOCK, now: NOW });
    expect(rest.refused).toEqual([]);
    expect(storedFactKeys(file)).toHaveLength(75);
    expect(integrity(file)).toBe('ok');
    expect(readdirSync(dirname(file)).filter((name) => /foreign|corrupt|newer/.test(name))).toEqual([]);
  });
});

describe('a lock that another process holds', () => {
  it('is waited for and then reported, and neither the database nor the lock is changed', async () => {
    const file = storeFile();
    await mergeRecords({ file, records: [record([fact()])], lock: LOCK, now: NOW });
    const holder = startProcess(
      `await lockfile.lock(args, { realpath: false }); send('holding'); setInterval(() => {}, 1000);`,
      file,
    );
    await holder.printed('holding');
    const lock = { ...LOCK, waitMs: 150 };
    const other = record([fact({ testFile: 'b.test.ts' })]);
    expect(await mergeRecords({ file, records: [other], lock, now: NOW })).toEqual({
      kind: 'store-locked',
      file,
    });
    expect(existsSync(`${file}.lock`)).toBe(true);
    expect(storedFactKeys(file)).toHaveLength(1);
  });
});
