import { type Fact, isPassFromFarFuture } from '@nx-testmon/core';
import { INSERT_FACT, toFactColumns } from '../database/fact-columns';
import { InternedFallbacks } from '../database/fallback-columns';
import { InternedBlocks, InternedNames } from '../database/interned-rows';
import type { Database } from '../database/load-sqlite';
import { validateFact } from '../records/validate-fact';

export interface InsertedFacts {
  readonly added: number;
  readonly known: number;
  readonly ignored: number;
  /** Row ids of suite, test file and environment of every fact that was added. */
  readonly touched: readonly ChangedFactGroup[];
}

export interface ChangedFactGroup {
  readonly suite: number;
  readonly testFile: number;
  readonly environment: number;
}

/**
 * Adds facts to the set; facts that it already contains change nothing. A failure is added whatever its time is,
 * because no other fact records it. The caller holds the transaction.
 */
export function insertFacts(database: Database, facts: Iterable<Fact>, now: number): InsertedFacts {
  const rows = { names: new InternedNames(database), fallbacks: new InternedFallbacks(database) };
  const blocks = new InternedBlocks(database);
  const insert = database.prepare(INSERT_FACT);
  const touched = new Map<string, ChangedFactGroup>();
  let [added, known, ignored] = [0, 0, 0];
  for (const given of facts) {
    const fact = validateFact(given);
    const interned = fact && blocks.ofAll(fact.dependencies);
    if (!interned || isPassFromFarFuture(fact, now)) {
      ignored += 1;
      continue;
    }
    const columns = toFactColumns(fact, interned, rows);
    if (insert.run(columns).changes === 0) {
      known += 1;
      continue;
    }
    const { suite, testFile, environment } = columns;
    touched.set(`${suite} ${testFile} ${environment}`, { suite, testFile, environment });
    added += 1;
  }
  return { added, known, ignored, touched: [...touched.values()] };
}
