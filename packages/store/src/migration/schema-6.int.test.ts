import { copyFileSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Fact } from '@nx-testmon/core';
import BetterSqlite3 from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { mergeRecords } from '../merge/merge-records';
import { encodeRecord } from '../records/record-format';
import { MAX_RECORD_BYTES, readRecord } from '../records/record-files';
import { openStoreSnapshot } from '../snapshot/open-store-snapshot';
import type { StoreSnapshot } from '../snapshot/store-snapshot';
import { describeFolder, integrity, LOCK, NOW, storeFile, storedFactKeys } from '../store.testing';
import { SCHEMA_VERSION } from './schema';

/** A database and a record as a collecting run of schema 6 left them, and the facts that it read back then. */
const fixtures = join(__dirname, 'fixtures');
const former = JSON.parse(readFileSync(join(fixtures, 'schema-6-facts.json'), 'utf8')) as readonly Fact[];
const formerRecord = join(fixtures, 'record-version-2.json');

function formerStore(): string {
  const file = storeFile();
  copyFileSync(join(fixtures, 'schema-6.db'), file);
  return file;
}

async function read<T>(file: string, use: (snapshot: StoreSnapshot) => T): Promise<T> {
  const opened = await openStoreSnapshot({ file, timeoutMs: 1000, now: NOW });
  if (!opened.ok) throw new Error(opened.problem.kind);
  using snapshot = opened.snapshot;
  const found = use(snapshot);
  expect(snapshot.problems()).toEqual([]);
  return found;
}

const byPath = (facts: readonly Fact[]) => new Map(facts.map((fact) => [fact.testFile.path, fact]));

describe('a store of schema 6', () => {
  it('gives the facts that it held, with their traces', async () => {
    const file = formerStore();
    expect(byPath(await read(file, (snapshot) => snapshot.allFacts()))).toEqual(byPath(former));
    const traces = await read(file, (snapshot) =>
      [...snapshot.facts(former[0]!.testFile.suite).values()].flat().map((fact) => snapshot.traceOf(fact)),
    );
    expect(traces.map((trace) => trace !== undefined && trace.length > 0)).toEqual([true, true, true]);
  });

  it('is read without changing it, and migrated by a merge that knows its facts again', async () => {
    const file = formerStore();
    const before = describeFolder(dirname(file));
    const keys = storedFactKeys(file);
    await read(file, (snapshot) => snapshot.allFacts());
    expect(describeFolder(dirname(file))).toEqual(before);
    const decoded = readRecord(formerRecord, { maxBytes: MAX_RECORD_BYTES });
    if (!decoded.ok) throw new Error(decoded.reason);
    const merged = await mergeRecords({ file, records: [decoded.record], lock: LOCK, now: NOW });
    expect(merged).toMatchObject({ kind: 'merged', addedFacts: 0, knownFacts: 3, removedFacts: 0 });
    const database = new BetterSqlite3(file, { readonly: true });
    expect(database.pragma('user_version', { simple: true })).toBe(SCHEMA_VERSION);
    database.close();
    expect(integrity(file)).toBe('ok');
    expect(storedFactKeys(file)).toEqual(keys);
    expect(byPath(await read(file, (snapshot) => snapshot.allFacts()))).toEqual(byPath(former));
  });

  it('gives no stamps of files: they do not say when the status of a file changed', async () => {
    expect(await read(formerStore(), (snapshot) => snapshot.file('libs/a/lib.ts'))).toBeUndefined();
  });
});

it('a record whose facts have no sequence is the same text as before facts had one', () => {
  const decoded = readRecord(formerRecord, { maxBytes: MAX_RECORD_BYTES });
  if (!decoded.ok) throw new Error(decoded.reason);
  const former = JSON.stringify(JSON.parse(readFileSync(formerRecord, 'utf8')));
  expect(encodeRecord(decoded.record)).toBe(former);
});
