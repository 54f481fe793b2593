import { copyFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { digest, type Fact, factKey, type Fallback } from '@nx-testmon/core';
import BetterSqlite3 from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { mergeRecords } from '../merge/merge-records';
import { MAX_RECORD_BYTES, readRecord } from '../records/record-files';
import { openStoreSnapshot } from '../snapshot/open-store-snapshot';
import type { StoreSnapshot } from '../snapshot/store-snapshot';
import { fact, integrity, LOCK, NOW, record, storedFactKeys, storeFile } from '../store.testing';
import { SCHEMA_VERSION } from './schema';

/** A database and a record that the code of schema 8 wrote, and the facts that were read from them. */
const fixtures = join(__dirname, 'fixtures');
const formerFacts = JSON.parse(
  readFileSync(join(fixtures, 'schema-8-facts.json'), 'utf8'),
) as readonly Fact[];

/**
 * The causes of each test file in the current form. In schema 8, the package of native code was a part of the
 * subject.
 */
const causes: Readonly<Record<string, readonly Fallback[]>> = {
  'libs/a/sqlite.test.ts': [
    {
      kind: 'native-code',
      module: 'libs/a/lib.ts',
      line: 3,
      subject: 'better_sqlite3.node',
      package: 'better-sqlite3',
    },
  ],
  'libs/a/scoped.test.ts': [
    { kind: 'native-code', subject: 'sharp (1).node', package: '@img/sharp' },
    { kind: 'native-code', subject: 'addon.node' },
  ],
  'libs/a/git.test.ts': [{ kind: 'process-started', module: 'libs/a/run.ts', line: 12, subject: 'git (1)' }],
};

const expected = formerFacts.map(({ fallbacks: _, ...rest }): Fact => {
  const fallbacks = causes[rest.testFile.path];
  return fallbacks ? { ...rest, fallbacks } : rest;
});

function formerStore(): string {
  const file = storeFile();
  copyFileSync(join(fixtures, 'schema-8.db'), file);
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

const byPath = (facts: readonly Fact[]) => new Map(facts.map((one) => [one.testFile.path, one]));

function decode(): readonly Fact[] {
  const decoded = readRecord(join(fixtures, 'record-version-3.json'), { maxBytes: MAX_RECORD_BYTES });
  if (!decoded.ok) throw new Error(decoded.reason);
  return decoded.record.facts;
}

describe('a store of schema 8', () => {
  it('has the same facts with their traces, and the package of native code is separate', async () => {
    const file = formerStore();
    expect(byPath(await read(file, (snapshot) => snapshot.allFacts()))).toEqual(byPath(expected));
    const traces = await read(file, (snapshot) =>
      [...snapshot.facts(expected[0]!.testFile.suite).values()].flat().map((one) => snapshot.traceOf(one)),
    );
    expect(traces.map((trace) => trace !== undefined && trace.length > 0)).toEqual(Array(4).fill(true));
  });

  it('has facts with the same identity, also in records of version 3', () => {
    const keys = expected.map((one) => digest(factKey(one))).sort();
    expect(storedFactKeys(formerStore())).toEqual(keys);
    expect(byPath(decode())).toEqual(byPath(expected));
  });

  it('is migrated by a merge that recognizes its facts, and reuses no id of a cause', async () => {
    const file = formerStore();
    const former = new BetterSqlite3(file);
    // Removes the newest cause, as garbage collection does. Its id must not be reused.
    former.exec("INSERT INTO fallback (kind, module, line, subject) VALUES ('native-code', '', 0, 'gone')");
    const gone = former.prepare("SELECT id FROM fallback WHERE subject = 'gone'").pluck().get() as number;
    former.exec("DELETE FROM fallback WHERE subject = 'gone'");
    former.close();
    const keys = storedFactKeys(file);
    const merged = await mergeRecords({ file, records: [record(decode())], lock: LOCK, now: NOW });
    expect(merged).toMatchObject({ kind: 'merged', addedFacts: 0, knownFacts: 4, removedFacts: 0 });
    expect(storedFactKeys(file)).toEqual(keys);

    const alike: Fallback = { kind: 'native-code', subject: '@img/sharp (sharp (1).node)' };
    const added = fact({ testFile: 'new.test.ts', fallbacks: [alike] });
    await mergeRecords({ file, records: [record([added])], lock: LOCK, now: NOW });
    expect(byPath(await read(file, (snapshot) => snapshot.allFacts()))).toEqual(byPath([...expected, added]));
    const database = new BetterSqlite3(file, { readonly: true });
    expect(database.pragma('user_version', { simple: true })).toBe(SCHEMA_VERSION);
    const id = database.prepare('SELECT max(id) FROM fallback').pluck().get();
    database.close();
    expect(id).toBe(gone + 1);
    expect(integrity(file)).toBe('ok');
  });
});
