import { digest, type Fact, factKey, packBlockList } from '@nx-testmon/core';
import { factChecksum } from './fact-checksum';
import type { InternedFallbacks } from './fallback-columns';
import type { InternedBlock, InternedNames } from './interned-rows';

/** A fact as a row of its table. */
export interface FactColumns {
  /** Digest of {@link factKey}. */
  readonly key: string;
  readonly suite: number;
  readonly testFile: number;
  readonly environment: number;
  readonly outcome: string;
  readonly durationMs: number;
  readonly endedAt: number;
  /** `null` if it equals `endedAt`. */
  readonly sequence: number | null;
  readonly blocks: Buffer;
  /** Ids of the paths of instrumented modules; `null` if the fact has no execution. */
  readonly instrumented: Buffer | null;
  /** 1 or 0; `null` if reads were not traced. */
  readonly readsComplete: number | null;
  readonly readsFallback: number | null;
  /** Ids of the causes of fallbacks; `null` if none are known. */
  readonly fallbacks: Buffer | null;
  readonly checksum: number;
}

/** Row ids of values that facts share. */
export interface InternedRows {
  readonly names: InternedNames;
  /** Absent in a store of a version without fallbacks. */
  readonly fallbacks?: InternedFallbacks;
}

/** @param blocks rows of the fact's dependencies */
export function toFactColumns(
  fact: Fact,
  blocks: readonly InternedBlock[],
  { names, fallbacks }: InternedRows,
): FactColumns {
  const { testFile, environment, outcome, durationMs, endedAt, sequence, execution } = fact;
  const instrumented = execution?.instrumentedModules.map((path) => names.idOf(path));
  return {
    key: digest(factKey(fact)),
    suite: names.idOf(testFile.suite),
    testFile: names.idOf(testFile.path),
    environment: names.idOf(environment),
    outcome,
    durationMs,
    endedAt,
    sequence: sequence ?? null,
    blocks: Buffer.from(packBlockList(blocks.map(({ id }) => id))),
    instrumented: instrumented ? Buffer.from(packBlockList(instrumented)) : null,
    readsComplete: execution?.reads ? Number(execution.reads.isComplete) : null,
    readsFallback: execution?.reads ? Number(execution.reads.fallback) : null,
    fallbacks:
      fact.fallbacks && fallbacks
        ? Buffer.from(packBlockList(fact.fallbacks.map((one) => fallbacks.idOf(one))))
        : null,
    checksum: factChecksum(fact, blocks),
  };
}

export const INSERT_FACT = `
  INSERT INTO fact (key, suite, test_file, environment, outcome, duration_ms, ended_at, sequence,
                    blocks, instrumented, reads_complete, reads_fallback, fallbacks, checksum)
  VALUES (@key, @suite, @testFile, @environment, @outcome, @durationMs, @endedAt, @sequence,
          @blocks, @instrumented, @readsComplete, @readsFallback, @fallbacks, @checksum)
  ON CONFLICT (key) DO NOTHING`;
