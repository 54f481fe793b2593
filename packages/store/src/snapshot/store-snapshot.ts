import {
  type Fact,
  type FileCache,
  type FileStamp,
  type Fingerprint,
  type StoredDiscovery,
  NameTable,
  type TaskRun,
  type TestFileId,
  type TraceEntry,
  type StoreContentProblem,
} from '@nx-testmon/core';
import { DiscoveryReader } from '../database/discovery-text';
import { type FileRow, fromFileRow } from '../database/file-columns';
import type { Database } from '../database/load-sqlite';
import { inflateModel } from '../database/model-compression';
import { readStoredRuns } from '../records/task-runs';
import { DatabaseParts } from './database-parts';
import type { FactUnpacker } from './fact-unpacker';
import type { StoredModuleBlock } from './stored-blocks';
import type { StoredFact } from './stored-facts';
import { groupUsableFacts, sortFact, type UsableFacts } from './usable-facts';

const NO_FACTS: UsableFacts = { facts: new Map(), damaged: 0, fromFuture: 0 };

/**
 * The store as it was when it was opened, in a database in memory. Later writes of others are not visible, and
 * nothing on disk is changed. Damage is not an error: data that can't be read is treated as missing, so more is
 * selected, and `problems` contains the reason.
 */
export class StoreSnapshot implements FileCache {
  /** The names of the blocks of facts. Code that compares facts with the workspace shares this table. */
  readonly names = new NameTable();
  private readonly discoveries = new DiscoveryReader();
  private damage: string | undefined;
  private readonly suitesRead = new Map<string, UsableFacts>();
  private readonly parts: DatabaseParts;

  /**
   * @param database belongs to the snapshot from now on
   * @param now in ms since 1970
   */
  constructor(
    private readonly database: Database,
    private readonly now: number,
  ) {
    this.parts = new DatabaseParts(database, this.names);
  }

  /** Facts by path of their test file, newest first, as `newestFirst` orders them. */
  facts(suite: string): ReadonlyMap<string, readonly StoredFact[]> {
    return this.usableFacts(suite).facts;
  }

  /** Full facts of one test file, newest first. */
  factsOf(testFile: TestFileId): readonly Fact[] {
    return [...this.eachFact(testFile)].flatMap((fact) => sortFact(fact) ?? []);
  }

  /**
   * The same for a decision, which seldom needs more than the newest fact. Each fact is read when it is needed, and
   * its dependencies are in no particular order.
   */
  *eachFact({ suite, path }: TestFileId): Generator<Fact & ReturnType<FactUnpacker['unpack']>> {
    for (const stored of this.facts(suite).get(path) ?? []) {
      const fact = this.unpack(stored);
      if (fact) yield fact;
    }
  }

  /** Sequences of all facts of a test file, including facts that can't be used. */
  sequencesOf({ suite, path }: TestFileId): readonly number[] {
    return this.attempt(() => this.parts.facts.sequencesOf(suite, path), []);
  }

  /** In no particular order; `undefined` if the fact differs from what was stored. */
  dependenciesOf(fact: StoredFact): readonly Fingerprint[] | undefined {
    return this.unpack(fact)?.dependencies;
  }

  /** Ids of the entries of a fact's dependency trace; `undefined` if none is stored, or it is damaged. */
  traceOf(fact: StoredFact): Uint8Array | undefined {
    return this.attempt(() => this.parts.traces.traceOf(fact), undefined);
  }

  /** An entry of a trace; `undefined` if it does not exist. */
  traceEntry(id: number): TraceEntry | undefined {
    return this.attempt(() => this.parts.traces.entry(id), undefined);
  }

  /** Code of a module in facts of any age. */
  blocksOf(module: string): readonly StoredModuleBlock[] {
    return this.attempt(() => this.parts.blocks.ofModule(module), []);
  }

  file(path: string): FileStamp | undefined {
    return this.attempt(() => {
      const row = this.parts.fileRow.get(path) as FileRow | undefined;
      return row && fromFileRow(row);
    }, undefined);
  }

  model(key: string): string | undefined {
    return this.attempt(() => {
      const deflated = this.parts.modelRow.get(key) as Buffer | undefined;
      return deflated && inflateModel(deflated);
    }, undefined);
  }

  /** `undefined` if nothing is stored or it can't be read. */
  discovery(key: string): StoredDiscovery | undefined {
    return this.attempt(() => {
      const row = this.database.prepare('SELECT closure, json FROM discovery WHERE key = ?').get(key);
      const kept = row as { closure: string; json: string } | undefined;
      return kept && this.discoveries.read(key, kept.closure, kept.json);
    }, undefined);
  }

  /** Whether a record is known to be merged, by its digest. */
  hasMerged(recordDigest: string): boolean {
    return this.attempt(() => {
      const row = this.database.prepare('SELECT 1 FROM merged_record WHERE digest = ?').get(recordDigest);
      return row !== undefined;
    }, false);
  }

  /** Ids of all suites that have facts, sorted. */
  suites(): readonly string[] {
    return this.attempt(() => {
      const ids = this.database.prepare(
        'SELECT text FROM name WHERE id IN (SELECT suite FROM fact) ORDER BY text',
      );
      return ids.pluck().all() as string[];
    }, []);
  }

  /** The selections and savings of runs, oldest first. */
  runs(): readonly TaskRun[] {
    return this.attempt(() => readStoredRuns(this.database), []);
  }

  /** All facts of the store that can be read. */
  allFacts(): Fact[] {
    return this.suites().flatMap((suite) =>
      [...this.facts(suite).keys()].flatMap((path) => [...this.factsOf({ suite, path })]),
    );
  }

  /** Rows that were ignored because they could not be read. */
  problems(): readonly StoreContentProblem[] {
    const suites = [...this.suitesRead.values()];
    const damaged = suites.reduce((sum, suite) => sum + suite.damaged, 0);
    const fromFuture = suites.reduce((sum, suite) => sum + suite.fromFuture, 0);
    return [
      ...(this.damage === undefined
        ? []
        : [{ kind: 'store-damaged-in-parts', detail: this.damage } as const]),
      ...(damaged === 0 ? [] : [{ kind: 'damaged-facts', facts: damaged } as const]),
      ...(fromFuture === 0 ? [] : [{ kind: 'passes-ahead-of-clock', passes: fromFuture } as const]),
    ];
  }

  close(): void {
    this.database.close();
  }

  [Symbol.dispose](): void {
    this.close();
  }

  private usableFacts(suite: string): UsableFacts {
    const known = this.suitesRead.get(suite);
    if (known) return known;
    const read = this.attempt(
      () =>
        groupUsableFacts(
          this.parts.facts.ofSuite(suite, this.now),
          (fact) => this.unpack(fact) !== undefined,
          this.now,
        ),
      NO_FACTS,
    );
    this.suitesRead.set(suite, read);
    return read;
  }

  private unpack(fact: StoredFact): ReturnType<FactUnpacker['unpack']> {
    return this.attempt(() => this.parts.unpacker.unpack(fact), undefined);
  }

  private attempt<T>(read: () => T, otherwise: T): T {
    try {
      return read();
    } catch (error) {
      if (!isSqliteError(error)) throw error;
      this.damage ??= error.message;
      return otherwise;
    }
  }
}

/** True for errors of the database itself, as opposed to bugs. */
export function isSqliteError(error: unknown): error is Error & { readonly code: string } {
  return error instanceof Error && String((error as { code?: unknown }).code).startsWith('SQLITE_');
}
