import { digest, type Fact, factKey, unpackBlockList, type TraceEntry } from '@nx-testmon/core';
import BetterSqlite3 from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { mergeRecords } from '../merge/merge-records';
import type { MergeRequest } from '../merge/merge-request';
import { openStoreSnapshot } from './open-store-snapshot';
import type { StoreSnapshot } from './store-snapshot';
import { fact, LOCK, NOW, record, storeFile } from '../store.testing';

const module: TraceEntry = {
  kind: 'module',
  name: 'a.ts',
  digest: 'text',
  module: {
    contentHash: 'content',
    named: { specifiers: ['./b'], stars: [], mocks: [], globs: [], assets: [] },
  },
};
const roots: TraceEntry = { kind: 'roots', name: 'a:vitest.config.ts', digest: 'roots' };

function traceOf(of: Fact, entries: readonly TraceEntry[]) {
  return { factKey: digest(factKey(of)), entries };
}

async function merge(file: string, changes: Partial<MergeRequest>): Promise<void> {
  const result = await mergeRecords({ file, records: [], lock: LOCK, now: NOW, ...changes });
  expect(result.kind).toBe('merged');
}

async function withSnapshot<T>(file: string, ask: (snapshot: StoreSnapshot) => T): Promise<T> {
  const opened = await openStoreSnapshot({ file, timeoutMs: 1000, now: NOW });
  if (!opened.ok) throw new Error(JSON.stringify(opened.problem));
  using snapshot = opened.snapshot;
  return ask(snapshot);
}

/** The traces of the facts of the usual test file, newest first. */
function kept(file: string): Promise<(readonly (TraceEntry | undefined)[] | undefined)[]> {
  return withSnapshot(file, (snapshot) =>
    (snapshot.facts('a:vitest.config.ts').get('a.test.ts') ?? []).map((one) => {
      const ids = snapshot.traceOf(one);
      return ids && unpackBlockList(ids)?.map((id) => plain(snapshot.traceEntry(id)));
    }),
  );
}

function plain(entry: TraceEntry | undefined): TraceEntry | undefined {
  if (!entry) return undefined;
  const { kind, name, digest: entryDigest, module: text } = entry;
  return { kind, name, digest: entryDigest, ...(text ? { module: text } : {}) };
}

function change(file: string, sql: string): void {
  const database = new BetterSqlite3(file);
  database.exec(sql);
  database.close();
}

async function storeWithTrace(): Promise<string> {
  const file = storeFile();
  await merge(file, { records: [record([fact()])], cache: { traces: [traceOf(fact(), [module, roots])] } });
  return file;
}

describe('the dependency trace of a fact', () => {
  it('is stored with its fact, in the same merge or a later one', async () => {
    const file = await storeWithTrace();
    const later = fact({ endedAt: 2000 }, { 'a.ts#f': 'h2' });
    await merge(file, { records: [record([later])] });
    expect(await kept(file)).toEqual([undefined, [module, roots]]);
    await merge(file, { cache: { traces: [traceOf(later, [roots])] } });
    expect(await kept(file)).toEqual([[roots], [module, roots]]);
  });

  it('is replaced by a later trace, and removed with its fact', async () => {
    const file = await storeWithTrace();
    const moved = { ...module, digest: 'other text' };
    await merge(file, { cache: { traces: [traceOf(fact(), [moved])] } });
    expect(await kept(file)).toEqual([[moved]]);
    await merge(file, { compact: true });
    const database = new BetterSqlite3(file, { readonly: true });
    expect(database.prepare('SELECT digest FROM trace_entry').pluck().all()).toEqual(['other text']);
    database.close();
  });

  it('is not stored for an unknown fact', async () => {
    const file = await storeWithTrace();
    await merge(file, { cache: { traces: [traceOf(fact({ endedAt: 7 }), [roots])] } });
    expect(await kept(file)).toEqual([[module, roots]]);
  });

  it.each([
    ['the age of the fact', `UPDATE fact SET ended_at = 999`],
    ['its environment', `UPDATE name SET text = 'other' WHERE text = 'default'`],
    ['its dependencies', `UPDATE fact SET blocks = x'0101'`],
    ['its trace', `UPDATE fact SET trace = x'01'`],
  ])('is ignored if damage changes %s', async (_, sql) => {
    const file = await storeWithTrace();
    change(file, sql);
    expect(await kept(file)).toEqual([undefined]);
  });

  it.each(['{}', '{"contentHash":', '{"contentHash":"content","named":{"specifiers":[1]}}'])(
    'leaves out invalid module texts of an entry: %s',
    async (text) => {
      const file = await storeWithTrace();
      change(file, `UPDATE trace_entry SET module = '${text}' WHERE kind = 'module'`);
      const { module: _, ...rest } = module;
      expect(await kept(file)).toEqual([[rest, roots]]);
    },
  );

  it('finds the blocks of one module in facts of any age', async () => {
    const file = storeFile();
    const blocks = { 'a.ts#f': 'h1', 'a.ts=>g': 'h1', 'a.tsx#f': 'h1', 'b.ts#f': 'h1' };
    await merge(file, {
      records: [record([fact({}, blocks), fact({ endedAt: 2000 }, { 'a.ts#f': 'h2' })])],
    });
    const found = await withSnapshot(file, (snapshot) => snapshot.blocksOf('a.ts'));
    expect(found.map(({ block, hash }) => `${block} ${hash}`).sort()).toEqual(['a.ts#f h1', 'a.ts#f h2']);
  });
});
