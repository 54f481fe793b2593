import type { Database } from '../database/load-sqlite';
import type { FactHead } from '../database/fact-checksum';

/** A fact with its dependencies and its execution still packed: enough to find an exact match. */
export interface StoredFact extends Omit<FactHead, 'execution' | 'fallbacks'> {
  /** Packed ids of this snapshot's blocks, from `packBlockList`: equal bytes mean equal sets. */
  readonly blocks: Uint8Array;
  /** Ids of the paths of instrumented modules, packed like the blocks; `null` without an execution. */
  readonly instrumented: Uint8Array | null;
  /** 1 or 0; `null` if reads were not traced. */
  readonly readsComplete: number | null;
  readonly readsFallback: number | null;
  /** Ids of the causes of fallbacks, packed like the blocks; `null` if none are known. */
  readonly fallbackIds: Uint8Array | null;
  /** The result of {@link factChecksum} when the fact was stored. */
  readonly checksum: number;
  /** Ids of the entries of its dependency trace, packed like the blocks; `null` if none is stored. */
  readonly trace: Uint8Array | null;
  /** The result of {@link traceChecksum} when the trace was stored. */
  readonly traceChecksum: number | null;
}

const SELECT = `
  SELECT test_file.text AS path, suite.text AS suite, environment.text AS environment,
         outcome, duration_ms AS durationMs, ended_at AS endedAt, sequence, blocks,
         instrumented, reads_complete AS readsComplete, reads_fallback AS readsFallback,
         fallbacks AS fallbackIds, checksum,
         trace, trace_checksum AS traceChecksum
    FROM fact
    JOIN name AS suite ON suite.id = fact.suite
    JOIN name AS test_file ON test_file.id = fact.test_file
    LEFT JOIN name AS environment ON environment.id = fact.environment`;

/** The order of `newestFirst`. */
const ORDER = `
  outcome = 'passed' AND coalesce(sequence, ended_at) > @now,
  coalesce(sequence, ended_at) DESC, outcome = 'passed', key`;

type FactRow = Omit<StoredFact, 'testFile' | 'sequence'> & {
  readonly path: string;
  readonly suite: string;
  readonly sequence: number | null;
};

/** A missing environment is read as null. Then the checksum differs, and a failure still hides older passes. */
function toStoredFact({ path, suite, sequence, ...rest }: FactRow): StoredFact {
  return { testFile: { suite, path }, ...rest, ...(sequence === null ? {} : { sequence }) };
}

/** The facts of a store by suite. @throws SqliteError if the table can't be read; so do its methods */
export class StoredFacts {
  private readonly rowsOfSuite;
  private readonly sequences;

  constructor(database: Database) {
    this.rowsOfSuite = database.prepare(`${SELECT} WHERE suite.text = @suite ORDER BY ${ORDER}`);
    this.sequences = database
      .prepare(
        `SELECT coalesce(sequence, ended_at) FROM fact
          WHERE suite = (SELECT id FROM name WHERE text = ?)
            AND test_file = (SELECT id FROM name WHERE text = ?)`,
      )
      .pluck();
  }

  /** In no order. */
  sequencesOf(suite: string, testFile: string): number[] {
    return this.sequences.all(suite, testFile) as number[];
  }

  /** Newest first, as `newestFirst` orders them. @param now in ms since 1970 */
  ofSuite(suite: string, now: number): StoredFact[] {
    return (this.rowsOfSuite.all({ suite, now }) as FactRow[]).map(toStoredFact);
  }
}

/** @param key digest of {@link factKey} @throws SqliteError when the table can't be read */
export function readFactOfKey(database: Database, key: string): StoredFact | undefined {
  const row = database.prepare(`${SELECT} WHERE key = ?`).get(key) as FactRow | undefined;
  return row && toStoredFact(row);
}
