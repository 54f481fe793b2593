import { type FactExecution, type Fallback, sortFallbacks, unpackBlockList } from '@nx-testmon/core';
import { type FallbackColumns, fromFallbackColumns } from '../database/fallback-columns';
import { type FactHead, factChecksum } from '../database/fact-checksum';
import type { Database } from '../database/load-sqlite';
import type { StoredBlock, StoredBlocks } from './stored-blocks';
import type { StoredFact } from './stored-facts';

/** A stored fact with its dependencies, in no particular order. */
export interface UnpackedFact extends FactHead {
  readonly dependencies: readonly StoredBlock[];
}

/** Unpacks the lists of facts. @throws SqliteError if a table can't be read; so does its method */
export class FactUnpacker {
  private readonly name;
  private readonly names = new Map<number, string | undefined>();
  private readonly fallback;

  constructor(
    database: Database,
    private readonly blocks: StoredBlocks,
  ) {
    this.name = database.prepare('SELECT text FROM name WHERE id = ?').pluck();
    this.fallback = database.prepare(
      'SELECT kind, module, line, subject, package FROM fallback WHERE id = ?',
    );
  }

  /** @returns `undefined` if the fact differs from what was stored */
  unpack(fact: StoredFact): UnpackedFact | undefined {
    const dependencies = all(fact.blocks, (id) => this.blocks.get(id));
    const instrumented = fact.instrumented && all(fact.instrumented, (id) => this.nameOf(id));
    const fallbacks = fact.fallbackIds && all(fact.fallbackIds, (id) => this.fallbackOf(id));
    if (!dependencies || instrumented === undefined || fallbacks === undefined) return undefined;
    const { testFile, environment, outcome, durationMs, endedAt, sequence } = fact;
    const execution = instrumented && toExecution(instrumented, fact);
    const head: FactHead = {
      testFile,
      environment,
      outcome,
      durationMs,
      endedAt,
      ...(sequence === undefined ? {} : { sequence }),
      ...(execution ? { execution } : {}),
      ...(fallbacks ? { fallbacks: sortFallbacks(fallbacks) } : {}),
    };
    return factChecksum(head, dependencies) === fact.checksum ? { ...head, dependencies } : undefined;
  }

  private fallbackOf(id: number): Fallback | undefined {
    const row = this.fallback.get(id) as FallbackColumns | undefined;
    return row && fromFallbackColumns(row);
  }

  private nameOf(id: number): string | undefined {
    if (!this.names.has(id)) this.names.set(id, this.name.get(id) as string | undefined);
    return this.names.get(id);
  }
}

function toExecution(
  instrumented: readonly string[],
  { readsComplete, readsFallback }: StoredFact,
): FactExecution {
  return {
    instrumentedModules: [...instrumented].sort(),
    ...(readsComplete === null && readsFallback === null
      ? {}
      : { reads: { isComplete: readsComplete === 1, fallback: readsFallback === 1 } }),
  };
}

/** The values of all ids of a list; `undefined` if an id is unknown or the list is invalid. */
function all<T>(list: Uint8Array, get: (id: number) => T | undefined): T[] | undefined {
  const found: T[] = [];
  for (const id of unpackBlockList(list) ?? [undefined]) {
    const one = id === undefined ? undefined : get(id);
    if (one === undefined) return undefined;
    found.push(one);
  }
  return found;
}
