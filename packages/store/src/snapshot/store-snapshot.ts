import {
  type Fact,
  type FileCache,
  type FileStamp,
  type Fingerprint,
  type KeptDiscovery,
  NameTable,
  type TaskRun,
} from '@nx-testmon/core';
import { parseDiscovery } from '../database/discovery-text';
import type { Database } from '../database/load-sqlite';
import { inflateModel } from '../database/model-compression';
import { readingFacts, type StoredFact } from './stored-facts';
import { readStoredInputs, type StoredInputs } from './stored-inputs';
import { readRuns } from '../records/task-runs';
import { unpackingFacts, type UnpackFact } from './unpack-fact';
import { groupUsableFacts, sortFact, unpackFacts, type UsableFacts } from './usable-facts';

/** The store as it was when it was opened; later writes of others are not seen. Nothing on disk is touched. */
export interface StoreSnapshot extends FileCache, StoredInputs {
  /** Holds the names of the blocks of facts: whoever compares facts with the workspace shares it. */
  readonly names: NameTable;
  /** Facts by test file, newest first (a failure before a pass of the same instant). Kept per suite. */
  facts(suite: string): ReadonlyMap<string, readonly StoredFact[]>;
  /** Full facts of one test file, newest first. */
  factsOf(suite: string, testFile: string): readonly Fact[];
  /**
   * The same for a decision, which seldom needs more than the newest: each is read when it is asked for, and
   * its fingerprints are in no order.
   */
  eachFact(suite: string, testFile: string): Iterable<Fact>;
  /** In no order; `undefined` where the fact does not say what it said when it was stored. */
  fingerprintsOf(fact: StoredFact): readonly Fingerprint[] | undefined;
  /** `undefined` where nothing is kept or what is kept can't be read. */
  discovery(key: string): KeptDiscovery | undefined;
  /** Whether a record is known to be merged, by its digest. */
  hasMerged(recordDigest: string): boolean;
  /** Ids of all suites that have facts, sorted. */
  suites(): readonly string[];
  /** What runs chose and saved, oldest first. */
  runs(): readonly TaskRun[];
  /** What was left out because it could not be read; each line is for people. */
  notes(): readonly string[];
  close(): void;
  [Symbol.dispose](): void;
}

const NO_FACTS: UsableFacts = { facts: new Map(), ignored: 0 };

/**
 * Answers from a database in memory. Damage found on the way is no error: what can't be read is not known,
 * so more is selected, and `notes` says so.
 */
export function readStoreSnapshot(database: Database): StoreSnapshot {
  const names = new NameTable();
  let damage: string | undefined;
  let unpacking: UnpackFact | undefined;
  let inputs: StoredInputs | undefined;
  let factsIn: ReturnType<typeof readingFacts> | undefined;
  const suites = new Map<string, UsableFacts>();

  function attempt<T>(read: () => T, otherwise: T): T {
    try {
      return read();
    } catch (error) {
      if (!isSqliteError(error)) throw error;
      damage ??= error.message;
      return otherwise;
    }
  }

  const fileRow = attempt(
    () =>
      database.prepare(
        `SELECT size, mtime_ms AS mtimeMs, ino, content_hash AS contentHash, indexed_at AS indexedAt
           FROM file WHERE path = ?`,
      ),
    undefined,
  );
  const modelRow = attempt(
    () => database.prepare('SELECT deflated FROM model WHERE key = ?').pluck(),
    undefined,
  );
  const unpack: UnpackFact = (fact) =>
    attempt(() => (unpacking ??= unpackingFacts(database, names))(fact), undefined);

  const askInputs = <T>(ask: (of: StoredInputs) => T, otherwise: T): T =>
    attempt(() => ask((inputs ??= readStoredInputs(database))), otherwise);

  function suiteFacts(suite: string): UsableFacts {
    const known = suites.get(suite);
    if (known) return known;
    const read = attempt(
      () => groupUsableFacts((factsIn ??= readingFacts(database))(suite), unpack),
      NO_FACTS,
    );
    suites.set(suite, read);
    return read;
  }

  const eachFact = (suite: string, testFile: string) =>
    unpackFacts(suiteFacts(suite).facts.get(testFile) ?? [], unpack);

  const snapshot: StoreSnapshot = {
    names,
    facts: (suite) => suiteFacts(suite).facts,
    factsOf: (suite, testFile) => [...eachFact(suite, testFile)].flatMap((fact) => sortFact(fact) ?? []),
    eachFact,
    fingerprintsOf: unpack,
    inputsOf: (fact) => askInputs((of) => of.inputsOf(fact), undefined),
    input: (id) => askInputs((of) => of.input(id), undefined),
    blocksOf: (path) => askInputs((of) => of.blocksOf(path), []),
    file: (path) => attempt(() => fileRow?.get(path) as FileStamp | undefined, undefined),
    model: (key) =>
      attempt(() => {
        const deflated = modelRow?.get(key) as Buffer | undefined;
        return deflated && inflateModel(deflated);
      }, undefined),
    discovery: (key) =>
      attempt(() => {
        const row = database.prepare('SELECT closure, json FROM discovery WHERE key = ?').get(key);
        const kept = row as { closure: string; json: string } | undefined;
        return kept && parseDiscovery(key, kept.closure, kept.json);
      }, undefined),
    hasMerged: (digest) =>
      attempt(
        () => database.prepare('SELECT 1 FROM merged_record WHERE digest = ?').get(digest) !== undefined,
        false,
      ),
    suites: () =>
      attempt(
        () =>
          database
            .prepare('SELECT text FROM name WHERE id IN (SELECT suite FROM fact) ORDER BY text')
            .pluck()
            .all() as string[],
        [],
      ),
    runs: () => attempt(() => readRuns(database), []),
    notes: () => {
      const ignored = [...suites.values()].reduce((sum, suite) => sum + suite.ignored, 0);
      const notes = damage === undefined ? [] : [`the database is damaged in parts: ${damage}`];
      return ignored === 0 ? notes : [...notes, `${ignored} damaged facts were ignored`];
    },
    close: () => database.close(),
    [Symbol.dispose]: () => database.close(),
  };
  return snapshot;
}

/** Everything that a store knows, as far as it can be read. */
export function factsOfAll(snapshot: StoreSnapshot): Fact[] {
  return snapshot
    .suites()
    .flatMap((suite) =>
      [...snapshot.facts(suite).keys()].flatMap((testFile) => [...snapshot.factsOf(suite, testFile)]),
    );
}

/** True for errors of the database itself, as opposed to bugs. */
export function isSqliteError(error: unknown): error is Error & { readonly code: string } {
  return error instanceof Error && String((error as { code?: unknown }).code).startsWith('SQLITE_');
}
