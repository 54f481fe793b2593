import { digest, type Fact, factKey, type Fingerprint, packBlockList } from '@nx-testmon/core';
import { blockChecksum, factChecksum } from '../database/fact-checksum';
import { FingerprintMap } from '../records/fingerprint-map';
import type { Database } from '../database/load-sqlite';
import { soundFact } from '../records/sound-fact';

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
  const nameId = interningNames(database);
  const interned = interningBlocks(database);
  const isKnown = database.prepare('SELECT 1 FROM fact WHERE key = ?');
  const insert = database.prepare(
    `INSERT INTO fact (key, suite, test_file, environment, outcome, duration_ms, ended_at, blocks, checksum)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
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
    const blocks = fact.fingerprints.map(interned);
    const { outcome, durationMs, endedAt } = fact;
    insert.run(
      key,
      suite,
      testFile,
      environment,
      outcome,
      durationMs,
      endedAt,
      Buffer.from(packBlockList(blocks.map(({ id }) => id))),
      factChecksum(fact, blocks),
    );
    touched.set(`${suite} ${testFile} ${environment}`, { suite, testFile, environment });
    added += 1;
  }
  return { added, known, ignored, touched: [...touched.values()] };
}

/** Row id of a suite, test file or environment, which is added when it is new. */
function interningNames(database: Database): (text: string) => number {
  const find = database.prepare('SELECT id FROM name WHERE text = ?').pluck();
  const insert = database.prepare('INSERT INTO name (text) VALUES (?)');
  const ids = new Map<string, number>();
  return (text) => {
    let id = ids.get(text);
    if (id === undefined) {
      id = (find.get(text) as number | undefined) ?? Number(insert.run(text).lastInsertRowid);
      ids.set(text, id);
    }
    return id;
  };
}

interface InternedBlock {
  /** Of its row. */
  readonly id: number;
  readonly checksum: number;
}

/** Adds a block when it is new. */
function interningBlocks(database: Database): (fingerprint: Fingerprint) => InternedBlock {
  const find = database.prepare('SELECT id FROM block WHERE name = ? AND hash = ?').pluck();
  const insert = database.prepare('INSERT INTO block (name, hash) VALUES (?, ?)');
  const known = new FingerprintMap<InternedBlock>();
  return (fingerprint) => {
    const { block, hash } = fingerprint;
    return known.getOrAdd(block, hash, () => ({
      id: (find.get(block, hash) as number | undefined) ?? Number(insert.run(block, hash).lastInsertRowid),
      checksum: blockChecksum(fingerprint),
    }));
  };
}
