import { packBlockList, type TraceEntry } from '@nx-testmon/core';
import { traceChecksum } from '../database/fact-checksum';
import type { Database } from '../database/load-sqlite';
import { readFactOfKey } from '../snapshot/stored-facts';

/** The dependency trace of one fact. */
export interface FactTrace {
  /** Digest of {@link factKey}. */
  readonly factKey: string;
  readonly entries: readonly TraceEntry[];
}

/** Stores traces beside their facts; traces of unknown facts are ignored. The caller holds the transaction. */
export function writeTraces(database: Database, traces: readonly FactTrace[]): void {
  if (traces.length === 0) return;
  const entryRows = new InternedEntries(database);
  const update = database.prepare('UPDATE fact SET trace = ?, trace_checksum = ? WHERE key = ?');
  for (const { factKey, entries } of traces) {
    const fact = readFactOfKey(database, factKey);
    if (!fact) continue;
    const packed = Buffer.from(packBlockList(entries.map((entry) => entryRows.idOf(entry))));
    update.run(packed, traceChecksum(fact, packed), factKey);
  }
}

/** Row ids of trace entries. New entries are added. Facts of one run share the objects. */
class InternedEntries {
  private readonly ids = new Map<TraceEntry, number>();
  private readonly find;
  private readonly insert;

  constructor(database: Database) {
    this.find = database
      .prepare('SELECT id FROM trace_entry WHERE name = @name AND digest = @digest AND kind = @kind')
      .pluck();
    this.insert = database.prepare(
      'INSERT INTO trace_entry (kind, name, digest, module) VALUES (@kind, @name, @digest, @module)',
    );
  }

  idOf(entry: TraceEntry): number {
    let id = this.ids.get(entry);
    if (id === undefined) this.ids.set(entry, (id = this.add(entry)));
    return id;
  }

  private add({ kind, name, digest, module }: TraceEntry): number {
    const known = this.find.get({ kind, name, digest }) as number | undefined;
    if (known !== undefined) return known;
    const text = module ? JSON.stringify(module) : null;
    return Number(this.insert.run({ kind, name, digest, module: text }).lastInsertRowid);
  }
}
