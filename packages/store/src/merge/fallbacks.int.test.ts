import type { Fact, Fallback } from '@nx-testmon/core';
import BetterSqlite3 from 'better-sqlite3';
import { expect, test } from 'vitest';
import { openStoreSnapshot } from '../snapshot/open-store-snapshot';
import { fact, integrity, LOCK, NOW, record, storeFile } from '../store.testing';
import { mergeRecords } from './merge-records';

const git: Fallback = { kind: 'process-started', module: 'a/run.ts', line: 12, subject: 'git' };
const sqlite: Fallback = { kind: 'untraced-builtin', subject: 'node:sqlite' };

async function factsIn(file: string): Promise<readonly Fact[]> {
  const opened = await openStoreSnapshot({ file, timeoutMs: 1000, now: NOW });
  if (!opened.ok) throw new Error(opened.problem.kind);
  using snapshot = opened.snapshot;
  const facts = snapshot.allFacts().sort((a, b) => (a.testFile.path < b.testFile.path ? -1 : 1));
  expect(snapshot.problems()).toEqual([]);
  return facts;
}

async function merge(file: string, facts: readonly Fact[], compact = false): Promise<void> {
  const merged = await mergeRecords({ file, records: [record(facts)], lock: LOCK, now: NOW, compact });
  expect(merged.kind).toBe('merged');
}

const rowsOf = (file: string) => {
  const database = new BetterSqlite3(file, { readonly: true });
  const rows: unknown[] = database.prepare('SELECT kind, module, line, subject FROM fallback').all();
  database.close();
  return rows;
};

test('the causes of fallbacks are stored with facts, and facts share them', async () => {
  const file = storeFile();
  const both = fact({ testFile: 'a.test.ts', fallbacks: [git, sqlite] });
  const one = fact({ testFile: 'b.test.ts', fallbacks: [git] });
  const none = fact({ testFile: 'c.test.ts' });
  await merge(file, [both, one, none]);
  expect(await factsIn(file)).toEqual([both, one, none]);
  expect(rowsOf(file)).toHaveLength(2);
  await merge(file, [both, one, none]);
  expect(await factsIn(file)).toHaveLength(3);
  expect(integrity(file)).toBe('ok');
});

test('causes that no fact refers to are removed', async () => {
  const file = storeFile();
  const old = Array.from({ length: 12 }, (_, at) =>
    fact({ endedAt: 1000 + at, fallbacks: [{ ...git, line: at + 1 }] }, { 'a.ts#f': `h${at}` }),
  );
  await merge(file, old);
  await merge(file, [fact({ testFile: 'b.test.ts' })], true);
  const kept = (await factsIn(file)).flatMap(({ fallbacks = [] }) => fallbacks);
  expect(kept.length).toBeLessThan(12);
  expect(rowsOf(file)).toHaveLength(kept.length);
});

test('a fact with altered causes is ignored', async () => {
  const file = storeFile();
  await merge(file, [fact({ fallbacks: [git] })]);
  const database = new BetterSqlite3(file);
  database.exec("UPDATE fallback SET subject = 'rm'");
  database.close();
  const opened = await openStoreSnapshot({ file, timeoutMs: 1000, now: NOW });
  if (!opened.ok) throw new Error(opened.problem.kind);
  using snapshot = opened.snapshot;
  expect(snapshot.allFacts()).toEqual([]);
});
