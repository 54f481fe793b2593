import { digest, type Fact, factKey, packBlockList } from '@nx-testmon/core';
import type { Database } from './load-sqlite';
import { soundFact } from './sound-fact';

export interface InsertedFacts {
  readonly added: number;
  readonly known: number;
  readonly ignored: number;
  /** Row ids of suite, test file and environment of every fact that was added. */
  readonly touched: readonly TouchedGroup[];
}

export interface TouchedGroup {
  readonly suite: number;
  readonly testFile: number;
  readonly environment: number;
}

/** A clock may be wrong by this much, in ms; a fact from further ahead would stay "the newest" for too long. */
const CLOCK_TOLERANCE_MS = 24 * 3_600_000;

/** Adds facts to the set; those it has already change nothing. The caller holds the transaction. */
export function insertFacts(database: Database, facts: Iterable<Fact>, now: number): InsertedFacts {
  const nameId = interning(database, 'name', ['text']);
  const blockId = interning(database, 'block', ['name', 'hash']);
  const isKnown = database.prepare('SELECT 1 FROM fact WHERE key = ?');
  const insert = database.prepare(
    `INSERT INTO fact (key, suite, test_file, environment, outcome, duration_ms, ended_at, blocks)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const touched = new Map<string, TouchedGroup>();
  let [added, known, ignored] = [0, 0, 0];
  for (const given of facts) {
    const fact = soundFact(given);
    if (!fact || fact.endedAt > now + CLOCK_TOLERANCE_MS) {
      ignored += 1;
      continue;
    }
    const key = digest(factKey(fact));
    if (isKnown.get(key)) {
      known += 1;
      continue;
    }
    const [suite, testFile, environment] = [
      nameId(fact.suite),
      nameId(fact.testFile),
      nameId(fact.environment),
    ];
    const blocks = packBlockList(fact.fingerprints.map((one) => blockId(one.block, one.hash)));
    const { outcome, durationMs, endedAt } = fact;
    insert.run(key, suite, testFile, environment, outcome, durationMs, endedAt, Buffer.from(blocks));
    touched.set(`${suite} ${testFile} ${environment}`, { suite, testFile, environment });
    added += 1;
  }
  return { added, known, ignored, touched: [...touched.values()] };
}

/** Row id of a text (or of several), which is added when it is new. */
function interning(
  database: Database,
  table: 'name' | 'block',
  columns: readonly string[],
): (...values: string[]) => number {
  const where = columns.map((column) => `${column} = ?`).join(' AND ');
  const find = database.prepare(`SELECT id FROM ${table} WHERE ${where}`).pluck();
  const marks = columns.map(() => '?').join(', ');
  const insert = database.prepare(`INSERT INTO ${table} (${columns.join(', ')}) VALUES (${marks})`);
  const ids = new Map<string, number>();
  return (...values) => {
    const key = values.join('\0');
    const cached = ids.get(key);
    if (cached !== undefined) return cached;
    const id = (find.get(...values) as number | undefined) ?? Number(insert.run(...values).lastInsertRowid);
    ids.set(key, id);
    return id;
  };
}
