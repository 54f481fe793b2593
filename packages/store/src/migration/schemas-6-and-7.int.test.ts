import { copyFileSync, existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Fact, Fallback, TaskRecord } from '@nx-testmon/core';
import BetterSqlite3 from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { mergeRecords } from '../merge/merge-records';
import { encodeRecord } from '../records/record-format';
import { MAX_RECORD_BYTES, readRecord } from '../records/record-files';
import { openStoreSnapshot } from '../snapshot/open-store-snapshot';
import type { StoreSnapshot } from '../snapshot/store-snapshot';
import {
  describeFolder,
  fact,
  integrity,
  LOCK,
  NOW,
  record,
  storeFile,
  storedFactKeys,
} from '../store.testing';
import { SCHEMA_VERSION } from './schema';

const fixtures = join(__dirname, 'fixtures');

async function read<T>(file: string, use: (snapshot: StoreSnapshot) => T): Promise<T> {
  const opened = await openStoreSnapshot({ file, timeoutMs: 1000, now: NOW });
  if (!opened.ok) throw new Error(opened.problem.kind);
  using snapshot = opened.snapshot;
  const found = use(snapshot);
  expect(snapshot.problems()).toEqual([]);
  return found;
}

function decode(file: string): TaskRecord {
  const decoded = readRecord(file, { maxBytes: MAX_RECORD_BYTES });
  if (!decoded.ok) throw new Error(decoded.reason);
  return decoded.record;
}

function formerStore(schema: number): string {
  const file = storeFile();
  copyFileSync(join(fixtures, `schema-${schema}.db`), file);
  return file;
}

const inOrder = (facts: readonly Fact[]) =>
  [...facts].sort((one, other) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1));

/** Databases and records that the code of these schemas wrote, and the facts that were read from them. */
describe.each([
  { schema: 6, recordName: 'record-version-2.json', count: 3 },
  { schema: 7, recordName: 'record-version-2-with-sequences.json', count: 4 },
])('a store of schema $schema', ({ schema, recordName, count }) => {
  const factsText = readFileSync(join(fixtures, `schema-${schema}-facts.json`), 'utf8');
  const former = inOrder(JSON.parse(factsText) as readonly Fact[]);
  const formerRecord = join(fixtures, recordName);

  it('has the same facts with their traces', async () => {
    const file = formerStore(schema);
    expect(former).toHaveLength(count);
    expect(inOrder(await read(file, (snapshot) => snapshot.allFacts()))).toEqual(former);
    const traces = await read(file, (snapshot) =>
      [...snapshot.facts(former[0]!.testFile.suite).values()].flat().map((one) => snapshot.traceOf(one)),
    );
    expect(traces.map((trace) => trace !== undefined && trace.length > 0)).toEqual(Array(count).fill(true));
  });

  it('is not changed by reading, and a merge migrates it and recognizes its facts', async () => {
    const file = formerStore(schema);
    const before = describeFolder(dirname(file));
    const keys = storedFactKeys(file);
    await read(file, (snapshot) => snapshot.allFacts());
    expect(describeFolder(dirname(file))).toEqual(before);
    const merged = await mergeRecords({ file, records: [decode(formerRecord)], lock: LOCK, now: NOW });
    expect(merged).toMatchObject({ kind: 'merged', addedFacts: 0, knownFacts: count, removedFacts: 0 });
    const database = new BetterSqlite3(file, { readonly: true });
    expect(database.pragma('user_version', { simple: true })).toBe(SCHEMA_VERSION);
    database.close();
    expect(integrity(file)).toBe('ok');
    expect(storedFactKeys(file)).toEqual(keys);
    expect(inOrder(await read(file, (snapshot) => snapshot.allFacts()))).toEqual(former);
  });

  it('can store facts with causes of fallbacks in addition to facts without causes', async () => {
    const file = formerStore(schema);
    const git: Fallback = { kind: 'process-started', module: 'a/run.ts', line: 12, subject: 'git' };
    const added = fact({ testFile: 'new.test.ts', fallbacks: [git] });
    const merged = await mergeRecords({ file, records: [record([added])], lock: LOCK, now: NOW });
    expect(merged).toMatchObject({ kind: 'merged', addedFacts: 1 });
    const facts = await read(file, (snapshot) => snapshot.allFacts());
    expect(inOrder(facts)).toEqual(inOrder([...former, added]));
  });

  it('has records that are encoded to the same text', () => {
    const formerText = JSON.stringify(JSON.parse(readFileSync(formerRecord, 'utf8')));
    expect(encodeRecord(decode(formerRecord))).toBe(formerText);
  });
});

it('a store of schema 6 has no stamps of files, because they are not valid after a change of the status of a file', async () => {
  expect(await read(formerStore(6), (snapshot) => snapshot.file('libs/a/lib.ts'))).toBeUndefined();
});

it('a store of schema 7 has its cached data and runs, and a failure is before the pass of a clock that was ahead', async () => {
  const file = formerStore(7);
  const suite = 'a:libs/a/vitest.config.mts';
  const found = await read(file, (snapshot) => ({
    size: snapshot.file('libs/a/lib.ts')?.size,
    model: snapshot.model('lib'),
    discovery: snapshot.discovery('k')?.closure,
    runs: snapshot.runs().map(({ outcome }) => outcome),
    fails: snapshot.factsOf({ suite, path: 'libs/a/fails.test.ts' }).map(({ outcome }) => outcome),
  }));
  expect(found).toEqual({
    size: 64n,
    model: '{"blocks":[]}',
    discovery: 'c',
    runs: ['failed'],
    fails: ['failed', 'passed'],
  });
});

it('there is a store of the previous schema', () => {
  expect(existsSync(join(fixtures, `schema-${SCHEMA_VERSION - 1}.db`))).toBe(true);
});
