import { unpackBlockList } from '@nx-testmon/core';
import { type AgedFact, findExpiredFacts } from './fact-retention';
import type { ChangedFactGroup } from './insert-facts';
import type { FactColumns } from '../database/fact-columns';
import type { Database } from '../database/load-sqlite';
import type { MergeRequest, StoreLimits } from './merge-request';

/** Removes facts beyond the limits, of the groups that grew. @returns how many */
export function removeExpiredFacts(
  database: Database,
  groups: readonly ChangedFactGroup[],
  limits: StoreLimits,
  now: number,
): number {
  const select = database.prepare(
    `SELECT id, key, outcome, coalesce(sequence, ended_at) AS sequence, blocks, instrumented, reads_complete AS readsComplete,
            reads_fallback AS readsFallback
       FROM fact WHERE suite = ? AND test_file = ? AND environment = ?`,
  );
  const remove = database.prepare('DELETE FROM fact WHERE id = ?');
  let removed = 0;
  for (const { suite, testFile, environment } of groups) {
    const rows = select.all(suite, testFile, environment) as FactRow[];
    const facts = rows.map((row) => ({ ...row, content: describeContent(row) }));
    const expired = findExpiredFacts(facts, { passed: limits.passedFacts, failed: limits.failedFacts }, now);
    for (const id of expired) removed += remove.run(id).changes;
  }
  return removed;
}

type FactRow = Omit<AgedFact, 'content'> &
  Pick<FactColumns, 'blocks' | 'instrumented' | 'readsComplete' | 'readsFallback'>;

function describeContent({ blocks, instrumented, readsComplete, readsFallback }: FactRow): string {
  return JSON.stringify([
    blocks.toString('latin1'),
    instrumented?.toString('latin1') ?? null,
    readsComplete,
    readsFallback,
  ]);
}

/** @param keys digests of {@link factKey}; unknown ones are ignored */
export function removeFacts(database: Database, keys: readonly string[]): void {
  const remove = database.prepare('DELETE FROM fact WHERE key = ?');
  for (const key of keys) remove.run(key);
}

/** Every test file of every suite and environment that has facts. */
export function allGroups(database: Database): ChangedFactGroup[] {
  return database
    .prepare('SELECT DISTINCT suite, test_file AS testFile, environment FROM fact')
    .all() as ChangedFactGroup[];
}

/** Removes the facts of test files that are gone, once they are old. @returns how many */
export function removeGoneTestFiles(
  database: Database,
  existing: NonNullable<MergeRequest['existingTestFiles']>,
  before: number,
): number {
  const select = database.prepare(
    `SELECT fact.test_file AS id, fact.suite AS suite, name.text AS testFile, max(coalesce(fact.sequence, fact.ended_at)) AS newest
       FROM fact JOIN name ON name.id = fact.test_file
      WHERE fact.suite = (SELECT id FROM name WHERE text = ?)
      GROUP BY fact.test_file`,
  );
  const remove = database.prepare('DELETE FROM fact WHERE suite = ? AND test_file = ?');
  let removed = 0;
  for (const { suite, testFiles } of existing) {
    const there = new Set(testFiles);
    const rows = select.all(suite) as { id: number; suite: number; testFile: string; newest: number }[];
    for (const row of rows) {
      if (!there.has(row.testFile) && row.newest < before) removed += remove.run(row.suite, row.id).changes;
    }
  }
  return removed;
}

const WORTH_A_SCAN = 5_000;

/**
 * Removes blocks, trace entries and causes of fallbacks that no fact contains. Finding them requires reading every
 * fact, so it waits until there are twice as many as were in use after the last scan.
 *
 * @param worthAScan the number of rows up to which no scan is made; 0 always scans
 */
export function removeUnused(database: Database, worthAScan = WORTH_A_SCAN): void {
  removeUnusedRows(database, { table: 'block', list: 'blocks' }, worthAScan);
  removeUnusedRows(database, { table: 'trace_entry', list: 'trace' }, worthAScan);
  removeUnusedRows(database, { table: 'fallback', list: 'fallbacks' }, worthAScan);
}

/** A table, and the column of facts that lists the ids of its rows. */
type ListedTable =
  | { readonly table: 'block'; readonly list: 'blocks' }
  | { readonly table: 'trace_entry'; readonly list: 'trace' }
  | { readonly table: 'fallback'; readonly list: 'fallbacks' };

function removeUnusedRows(database: Database, { table, list }: ListedTable, worthAScan: number): void {
  const count = database.prepare(`SELECT count(*) FROM ${table}`).pluck().get() as number;
  const mark = `${table}-in-use`;
  const inUse = database.prepare('SELECT value FROM meta WHERE key = ?').pluck().get(mark);
  if (worthAScan > 0 && count < worthAScan + 2 * Number(inUse ?? 0)) return;
  const used = new Set<number>();
  for (const ids of database.prepare(`SELECT ${list} FROM fact`).pluck().iterate()) {
    // Rows of a damaged list need not be kept, because every reader ignores the fact.
    if (ids !== null) for (const id of unpackBlockList(ids as Buffer) ?? []) used.add(id);
  }
  const remove = database.prepare(`DELETE FROM ${table} WHERE id = ?`);
  for (const id of database.prepare(`SELECT id FROM ${table}`).pluck().all() as number[]) {
    if (!used.has(id)) remove.run(id);
  }
  database
    .prepare('INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value')
    .run(mark, String(used.size));
}
