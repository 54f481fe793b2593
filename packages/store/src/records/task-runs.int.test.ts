import { appendFileSync, existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { TaskRun } from '@nx-testmon/core';
import { expect, test } from 'vitest';
import { mergeRecords } from '../merge/merge-records';
import { mergeSources } from '../merge/merge-sources';
import { openStoreSnapshot } from '../snapshot/open-store-snapshot';
import { encodeRecord, RecordDecoder } from './record-format';
import { appendRun, readLedger, drainLedger } from './run-ledger';
import { LOCK, NOW, record, storeFile } from '../store.testing';

function runOf(changes: Partial<TaskRun> = {}): TaskRun {
  return {
    execId: 'exec-1',
    project: 'a',
    target: 'testmon',
    environment: 'default',
    outcome: 'passed',
    endedAt: 1000,
    durationMs: 20,
    selected: 1,
    total: 3,
    savedMs: 500,
    ...changes,
  };
}

async function runsIn(file: string): Promise<readonly TaskRun[]> {
  const opened = await openStoreSnapshot({ file, timeoutMs: 1000, now: NOW });
  if (!opened.ok) throw new Error(opened.problem.kind);
  using snapshot = opened.snapshot;
  return snapshot.runs();
}

test('runs are a set: a run from a record, the ledger or another store counts once', async () => {
  const [file, other] = [storeFile(), storeFile()];
  const [one, two] = [runOf(), runOf({ execId: 'exec-2', endedAt: 2000 })];
  const request = { file, lock: LOCK, now: NOW };
  await mergeRecords({ ...request, records: [record([], { run: one })], runs: [one, two] });
  await mergeRecords({ ...request, records: [], runs: [two] });
  expect(await runsIn(file)).toEqual([one, two]);
  await mergeRecords({ ...request, file: other, records: [], runs: [one] });
  await mergeSources({ sources: [file], file: other, lock: LOCK, now: NOW });
  await mergeSources({ sources: [file], file: other, lock: LOCK, now: NOW });
  expect(await runsIn(other)).toEqual([one, two]);
});

test('the oldest runs are removed beyond the limit, and invalid ones are never stored', async () => {
  const file = storeFile();
  const runs = [1, 2, 3].map((endedAt) => runOf({ endedAt }));
  const wrong = [
    runOf({ endedAt: NOW * 2 }),
    runOf({ selected: 4, total: 3 }),
    runOf({ savedMs: -1 }),
    runOf({ project: 'a'.repeat(2000) }),
  ];
  await mergeRecords({
    file,
    records: [],
    runs: [...runs, ...wrong],
    lock: LOCK,
    now: NOW,
    limits: { runs: 2 },
  });
  expect((await runsIn(file)).map(({ endedAt }) => endedAt)).toEqual([2, 3]);
});

test('a record contains its run, and a record with an invalid run is refused', () => {
  const text = encodeRecord(record([], { run: runOf() }));
  expect(new RecordDecoder().decode(text)).toMatchObject({ ok: true, record: { run: runOf() } });
  expect(new RecordDecoder().decode(text.replace('"savedMs":500', '"savedMs":"much"'))).toMatchObject({
    ok: false,
  });
  expect(new RecordDecoder().decode(encodeRecord(record([])))).toMatchObject({ ok: true });
});

test('the ledger returns each run until it is marked as merged, with any other content of the file', () => {
  const ledger = join(dirname(storeFile()), 'runs.jsonl');
  const [one, two] = [runOf(), runOf({ endedAt: 2000 })];
  expect(readLedger(ledger)).toEqual([]);
  expect(drainLedger(ledger).runs).toEqual([]);
  appendRun(ledger, one);
  appendFileSync(ledger, '{"cut": \nnull\n[]\n');
  const lost = drainLedger(ledger);
  expect(lost.runs).toEqual([one]);
  appendRun(ledger, two);
  expect(readLedger(ledger)).toEqual(expect.arrayContaining([one, two]));
  const taken = drainLedger(ledger);
  expect(taken.runs).toEqual(expect.arrayContaining([one, two]));
  taken.forget();
  lost.forget();
  expect(existsSync(ledger)).toBe(false);
  expect(readdirSync(dirname(ledger)).filter((name) => name.endsWith('.jsonl'))).toEqual([]);
});
