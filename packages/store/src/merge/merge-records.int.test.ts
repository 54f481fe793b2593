import type { BlockKey, EnvironmentKey } from '@nx-testmon/core';
import { existsSync, mkdirSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { digest, type Fact, factKey, type TaskRecord } from '@nx-testmon/core';
import BetterSqlite3 from 'better-sqlite3';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mergeRecords } from './merge-records';
import type { MergeRequest } from './merge-request';
import { openStoreSnapshot } from '../snapshot/open-store-snapshot';
import { migrate, SCHEMA_VERSION } from '../migration/schema';
import {
  describeFolder,
  fact,
  integrity,
  isWindows,
  LOCK,
  NOW,
  record,
  startProcess,
  storedFactKeys,
  storeFile,
} from '../store.testing';

const SUITE = 'a:vitest.config.ts';

function merge(file: string, records: readonly TaskRecord[], more: Partial<MergeRequest> = {}) {
  return mergeRecords({ file, records, lock: LOCK, now: NOW, ...more });
}

function keys(facts: readonly Fact[]): string[] {
  return facts.map((one) => digest(factKey(one))).sort();
}

async function factsIn(file: string): Promise<readonly Fact[]> {
  const opened = await openStoreSnapshot({ file, timeoutMs: 0, now: NOW });
  if (!opened.ok) throw new Error(opened.problem.kind);
  using snapshot = opened.snapshot;
  return snapshot
    .suites()
    .flatMap((suite) =>
      [...snapshot.facts(suite).keys()].flatMap((testFile) => snapshot.factsOf({ suite, path: testFile })),
    );
}

describe('merging', () => {
  it('creates the folder and the database, and no other file', async () => {
    const file = join(dirname(storeFile()), 'deeper', 'testmondata.db');
    expect(await merge(file, [record([fact()])])).toEqual({
      kind: 'merged',
      addedFacts: 1,
      knownFacts: 0,
      ignoredFacts: 0,
      removedFacts: 0,
    });
    expect(readdirSync(dirname(file))).toEqual(['testmondata.db']);
    expect(await factsIn(file)).toEqual([fact()]);
  });

  it('creates nothing if there is nothing to add', async () => {
    const file = storeFile();
    expect(await merge(file, [], { cache: { files: [], models: [] } })).toMatchObject({ kind: 'merged' });
    expect(readdirSync(dirname(file))).toEqual([]);
  });

  it('adds nothing if a record is merged again', async () => {
    const file = storeFile();
    await merge(file, [record([fact()])]);
    expect(await merge(file, [record([fact()])])).toMatchObject({ addedFacts: 0, knownFacts: 1 });
    expect(storedFactKeys(file)).toEqual(keys([fact()]));
  });

  it('stores the digests of merged records, which are in their file names', async () => {
    const file = storeFile();
    await merge(file, [record([fact()])], { recordDigests: ['B'.repeat(16)] });
    const opened = await openStoreSnapshot({ file, timeoutMs: 0, now: NOW });
    if (!opened.ok) throw new Error(opened.problem.kind);
    expect(opened.snapshot.hasMerged('B'.repeat(16))).toBe(true);
    expect(opened.snapshot.hasMerged('A'.repeat(16))).toBe(false);
  });

  it('results in the same facts in any order, and if records are merged more than once', async () => {
    const anyFact = fc
      .record({
        testFile: fc.constantFrom('a.test.ts', 'b.test.ts'),
        outcome: fc.constantFrom('passed' as const, 'failed' as const),
        endedAt: fc.oneof(fc.nat(20), fc.integer({ min: NOW - 20, max: NOW + 2 * 24 * 3_600_000 })),
        ahead: fc.nat(3),
        hashes: fc.dictionary(fc.constantFrom('a#f', 'a#g', 'b#h'), fc.constantFrom('1', '2')),
      })
      .map(({ hashes, ahead, ...changes }) =>
        fact({ ...changes, ...(ahead > 0 ? { sequence: changes.endedAt + ahead } : {}) }, hashes),
      );
    const records = fc.array(fc.array(anyFact, { maxLength: 6 }), { minLength: 1, maxLength: 5 });
    const limits = { passedFacts: 2, failedFacts: 3 };
    await fc.assert(
      fc.asyncProperty(records, fc.array(fc.nat(4), { maxLength: 4 }), async (lists, again) => {
        const all = lists.map((facts, n) => record(facts, { execId: `e${n}` }));
        const [together, backwards] = [storeFile(), storeFile()];
        await merge(together, all, { limits });
        for (const one of [...all].reverse()) await merge(backwards, [one], { limits });
        for (const n of again) await merge(backwards, all.slice(n % all.length), { limits });
        expect(storedFactKeys(backwards)).toEqual(storedFactKeys(together));
      }),
      { numRuns: 15 },
    );
  });

  it('leaves out invalid facts, and keeps the others', async () => {
    const file = storeFile();
    const wrong = [
      fact({ endedAt: NOW + 2 * 24 * 3_600_000 }),
      fact({ sequence: NOW + 2 * 24 * 3_600_000 }),
      fact({ durationMs: Number.NaN }),
      fact({
        dependencies: [
          { block: 'a' as BlockKey, hash: '1' },
          { block: 'a' as BlockKey, hash: '2' },
        ],
      }),
    ];
    expect(await merge(file, [record([...wrong, fact()])])).toMatchObject({ addedFacts: 1, ignoredFacts: 4 });
  });

  it('does not overwrite newer stamps with those of a late process', async () => {
    const file = storeFile();
    const times = { mtimeNs: 1n, ctimeNs: 1n };
    const stamp = { path: 'a.ts', size: 1n, ...times, ino: 1n, contentHash: 'new', indexedAt: 20 };
    await merge(file, [], { cache: { files: [stamp] } });
    await merge(file, [], { cache: { files: [{ ...stamp, contentHash: 'old', indexedAt: 10 }] } });
    const opened = await openStoreSnapshot({ file, timeoutMs: 0, now: NOW });
    expect(opened.ok && opened.snapshot.file('a.ts')?.contentHash).toBe('new');
    // A stamp from the future does not count as newer.
    await merge(file, [], { cache: { files: [{ ...stamp, contentHash: 'ahead', indexedAt: NOW + 1 }] } });
    await merge(file, [], { cache: { files: [{ ...stamp, contentHash: 'right', indexedAt: 30 }] } });
    const corrected = await openStoreSnapshot({ file, timeoutMs: 0, now: NOW });
    expect(corrected.ok && corrected.snapshot.file('a.ts')?.contentHash).toBe('right');
    await merge(file, [], { cache: { goneFiles: ['a.ts'] } });
    const later = await openStoreSnapshot({ file, timeoutMs: 0, now: NOW });
    expect(later.ok && later.snapshot.file('a.ts')).toBeUndefined();
  });
});

describe('garbage collection', () => {
  it('keeps the newest eight passes of a test file, suite and environment', async () => {
    const file = storeFile();
    const passes = Array.from({ length: 12 }, (_, n) => fact({ endedAt: n }, { 'a.ts#f': `h${n}` }));
    const others = [
      fact({ suite: 'other' }),
      fact({ environment: 'other' as EnvironmentKey }),
      fact({ testFile: 'b.test.ts' }),
    ];
    expect(await merge(file, [record([...passes, ...others])])).toMatchObject({
      addedFacts: 15,
      removedFacts: 4,
    });
    expect(storedFactKeys(file)).toEqual(keys([...passes.slice(4), ...others]));
  });

  it('drops deleted test files only if the existing ones are given, and if their facts are old', async () => {
    const file = storeFile();
    const old = fact({ testFile: 'old.test.ts', endedAt: NOW - 40 * 24 * 3_600_000 });
    const young = fact({ testFile: 'young.test.ts', endedAt: NOW - 1000 });
    const otherSuite = fact({ testFile: 'old.test.ts', endedAt: old.endedAt, suite: 'other' });
    await merge(file, [record([old, young, otherSuite])]);
    expect(storedFactKeys(file)).toHaveLength(3);
    const existingTestFiles = [{ suite: SUITE, testFiles: ['kept.test.ts'] }];
    expect(await merge(file, [], { existingTestFiles })).toMatchObject({ removedFacts: 1 });
    expect(storedFactKeys(file)).toEqual(keys([young, otherSuite]));
  });

  it('removes blocks that no fact refers to, and never reuses their ids', async () => {
    const file = storeFile();
    const wide = (n: number) =>
      fact({ endedAt: n }, Object.fromEntries(Array.from({ length: 3000 }, (_, i) => [`b${i}`, `v${n}`])));
    const limits = { passedFacts: 1 };
    for (let n = 0; n < 4; n++) await merge(file, [record([wide(n)])], { limits });
    const database = new BetterSqlite3(file, { readonly: true });
    const [count, lowest] = database.prepare('SELECT count(*), min(id) FROM block').raw().get() as [
      number,
      number,
    ];
    database.close();
    expect(count).toBe(9000);
    expect(lowest).toBe(3001);
    expect(await factsIn(file)).toEqual([wide(3)]);
  });

  it('drops the models that were stored first if they exceed their share', async () => {
    const file = storeFile();
    const model = (n: number) => ({ key: `m${n}`, json: JSON.stringify(`model ${n}`) });
    const limits = { modelBytes: 100 };
    for (let n = 0; n < 12; n++)
      await merge(file, [], { cache: { models: [model(n)] }, limits, now: NOW + n });
    const opened = await openStoreSnapshot({ file, timeoutMs: 0, now: NOW });
    if (!opened.ok) throw new Error(opened.problem.kind);
    expect(opened.snapshot.model('m11')).toBeDefined();
    expect(opened.snapshot.model('m0')).toBeUndefined();
  });
});

describe('a database of an older schema', () => {
  /** Writes a database of version 1 with its own statements, which are never edited. */
  function writeVersion1(file: string): void {
    const database = new BetterSqlite3(file);
    migrate(database, 1);
    database.exec(`
      INSERT INTO name (id, text) VALUES (1, '${SUITE}'), (2, 'a.test.ts'), (3, 'default');
      INSERT INTO block (id, name, hash) VALUES (1, 'a.ts#f', 'h1');
      INSERT INTO model (key, json) VALUES ('m', '{"é":1}');`);
    database
      .prepare(`INSERT INTO fact VALUES (1, ?, 1, 2, 3, 'passed', 12.5, 1000, x'01')`)
      .run(digest(factKey(fact())));
    database.close();
  }

  it('is read without changing it', async () => {
    const file = storeFile();
    writeVersion1(file);
    const before = describeFolder(dirname(file));
    expect(await factsIn(file)).toEqual([fact()]);
    expect(describeFolder(dirname(file))).toEqual(before);
  });

  it('is migrated by a merge, which recognizes its facts', async () => {
    const file = storeFile();
    writeVersion1(file);
    const other = fact({ testFile: 'b.test.ts' });
    expect(await merge(file, [record([fact(), other])])).toMatchObject({
      kind: 'merged',
      addedFacts: 1,
      knownFacts: 1,
    });
    const database = new BetterSqlite3(file, { readonly: true });
    expect(database.pragma('user_version', { simple: true })).toBe(SCHEMA_VERSION);
    expect(database.prepare('SELECT count(*) FROM model').pluck().get()).toBe(0);
    database.close();
    expect(readdirSync(dirname(file))).toEqual(['testmondata.db']);
    expect(storedFactKeys(file)).toEqual(keys([fact(), other]));
  });

  it('is unchanged if the merge fails midway', async () => {
    const file = storeFile();
    writeVersion1(file);
    const before = readFileSync(file);
    const broken = { key: 'k', json: null as unknown as string };
    await expect(merge(file, [], { cache: { models: [broken] } })).rejects.toThrow(TypeError);
    expect(readFileSync(file).equals(before)).toBe(true);
    expect(readdirSync(dirname(file))).toEqual(['testmondata.db']);
  });
});

describe("a file that can't be used", () => {
  const newer = (file: string) => {
    const database = new BetterSqlite3(file);
    migrate(database);
    database.pragma('user_version = 99');
    database.close();
  };
  const foreign = (file: string) => {
    const database = new BetterSqlite3(file);
    database.exec('CREATE TABLE t (a)');
    database.close();
  };
  const damaged = (change: (file: string) => void) => async (file: string) => {
    await merge(file, [record([fact()])]);
    change(file);
  };

  it.each<[string, string, (file: string) => void | Promise<void>]>([
    ['a text', 'foreign', (file) => writeFileSync(file, 'text '.repeat(1000))],
    ['a short text', 'foreign', (file) => writeFileSync(file, 'x')],
    ['another database', 'foreign', foreign],
    ['a newer one', 'newer', newer],
    ['a truncated one', 'corrupt', damaged((file) => truncateSync(file, 8192))],
    ['one cut inside its header', 'corrupt', damaged((file) => truncateSync(file, 60))],
    [
      'one with pages overwritten',
      'corrupt',
      damaged((file) => {
        const bytes = readFileSync(file);
        writeFileSync(file, bytes.fill(0xa5, 4096));
      }),
    ],
    [
      'one with a trigger',
      'corrupt',
      damaged((file) => {
        const database = new BetterSqlite3(file);
        database.exec('CREATE TRIGGER t AFTER INSERT ON fact BEGIN DELETE FROM fact; END');
        database.close();
      }),
    ],
  ])('is moved aside with all its bytes, and a new one is created: %s', async (_, reason, make) => {
    const file = storeFile();
    await make(file);
    const bytes = readFileSync(file);
    const other = fact({ testFile: 'b.test.ts' });
    const result = await merge(file, [record([other])]);
    expect(result).toMatchObject({ kind: 'merged', addedFacts: 1 });
    const aside = result.kind === 'merged' ? result.movedAside?.file : undefined;
    expect(aside).toBe(`${file}.${reason}-2027-01-15T080000000Z`);
    expect(readFileSync(aside as string).equals(bytes)).toBe(true);
    expect(storedFactKeys(file)).toEqual(keys([other]));
    expect(readdirSync(dirname(file))).toHaveLength(2);
  });

  it.each([
    ['block', "INSERT INTO block VALUES (9007199254740991, 'file', '', 'x', 'x')"],
    ['name', "INSERT INTO name VALUES (9007199254740991, 'x')"],
    ['trace entry', "INSERT INTO trace_entry VALUES (-1, 'block', 'x', 'x', NULL)"],
  ])(
    'is moved aside if an id of a %s leaves no further ids, and its facts are kept',
    async (_, statement) => {
      const file = storeFile();
      await merge(file, [record([fact()])]);
      const database = new BetterSqlite3(file);
      database.exec(statement);
      database.close();
      const other = fact({ testFile: 'b.test.ts' }, { 'c.ts#f': 'h3' });
      const result = await merge(file, [record([other])]);
      const reason = 'invalid row IDs';
      expect(result).toMatchObject({ kind: 'merged', addedFacts: 1, movedAside: { reason } });
      expect(storedFactKeys(file)).toEqual(keys([fact(), other]));
    },
  );

  it('is filled if it is empty', async () => {
    const file = storeFile();
    writeFileSync(file, '');
    expect(await merge(file, [record([fact()])])).toMatchObject({ kind: 'merged', addedFacts: 1 });
    expect(readdirSync(dirname(file))).toEqual(['testmondata.db']);
  });

  it('does not overwrite a file that was moved aside in the same millisecond', async () => {
    const file = storeFile();
    for (const text of ['first', 'second']) {
      writeFileSync(file, text);
      await merge(file, [record([fact()])]);
    }
    const texts = readdirSync(dirname(file)).filter((name) => name.includes('foreign'));
    expect(texts.map((name) => readFileSync(join(dirname(file), name), 'latin1')).sort()).toEqual([
      'first',
      'second',
    ]);
  });

  it('is not replaced if it is a folder', async () => {
    const file = storeFile();
    mkdirSync(file);
    expect(await merge(file, [record([fact()])])).toMatchObject({ kind: 'store-refused' });
    expect(existsSync(file)).toBe(true);
  });
});

describe('a disk error', () => {
  // Only POSIX shells can limit the size of files.
  it.skipIf(isWindows)(
    'is returned as a problem if the disk is full, and the stored facts are kept (not on Windows)',
    async () => {
      const file = storeFile();
      await merge(file, [record([fact()])]);
      // The unit is 512 or 1024 bytes. Writing beyond the limit fails as on a full disk.
      const writer = startProcess(
        `process.on('SIGXFSZ', () => {});
       const dependencies = Array.from({ length: 20000 }, (_, n) => ({ block: 'm.ts#' + n, hash: 'h' + n }));
       const record = { execId: 'e', project: 'a', target: 't', facts: [{ ...args.fact, endedAt: 5, dependencies }] };
       const result = await store.mergeRecords({ file: args.file, records: [record], lock: args.lock, now: args.now });
       send(JSON.stringify(result));`,
        { file, fact: fact(), lock: LOCK, now: NOW },
        'ulimit -f 400;',
      );
      expect(await writer.exited).toBe(0);
      expect(JSON.parse(writer.output())).toMatchObject({ kind: 'store-not-writable' });
      expect(await factsIn(file)).toEqual([fact()]);
      expect(await merge(file, [record([fact({ endedAt: 2 })])])).toMatchObject({ addedFacts: 1 });
      expect(integrity(file)).toBe('ok');
      expect(readdirSync(dirname(file))).toEqual(['testmondata.db']);
    },
  );

  it("is returned as a problem if the folder can't be created", async () => {
    const file = storeFile();
    writeFileSync(file, 'not a folder');
    const result = await merge(join(file, 'below', 'testmondata.db'), [record([fact()])]);
    expect(result).toMatchObject({ kind: 'store-not-writable' });
  });

  it.runIf(process.platform === 'linux')(
    'is returned as a problem in a folder of the system (only on Linux)',
    async () => {
      const result = await merge('/proc/self/fdinfo/testmondata.db', [record([fact()])]);
      expect(result).toMatchObject({ kind: 'store-not-writable' });
    },
  );
});
