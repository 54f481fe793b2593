import type { ModuleInTrace, TraceEntry } from '@nx-testmon/core';
import { traceChecksum } from '../database/fact-checksum';
import type { Database } from '../database/load-sqlite';
import { readJoinedRows } from './joined-rows';
import type { StoredFact } from './stored-facts';

interface EntryRow {
  readonly kind: string;
  readonly name: string;
  readonly digest: string;
}

/** An entry of a trace. The former state of a module is read when it is needed. */
class StoredEntry implements TraceEntry {
  readonly kind: TraceEntry['kind'];
  readonly name: string;
  readonly digest: string;

  constructor(
    private readonly id: number,
    { kind, name, digest }: EntryRow,
    private readonly textOf: (id: number) => unknown,
  ) {
    this.kind = kind as TraceEntry['kind'];
    this.name = name;
    this.digest = digest;
  }

  get module(): ModuleInTrace | undefined {
    return parseModuleText(this.textOf(this.id));
  }
}

/** After reading this share of the table one by one, the rest is read at once. */
const MANY = 1 / 8;

/** The dependency traces of facts. @throws SqliteError if the table can't be read; so do its methods */
export class StoredTraces {
  private readonly count: number;
  private readonly row;
  private readonly moduleText;
  private requests = 0;
  private all: (TraceEntry | undefined)[] | undefined;

  constructor(private readonly database: Database) {
    this.count = database.prepare('SELECT count(*) FROM trace_entry').pluck().get() as number;
    this.row = database.prepare('SELECT kind, name, digest FROM trace_entry WHERE id = ?');
    this.moduleText = database.prepare('SELECT module FROM trace_entry WHERE id = ?').pluck();
  }

  /** Ids of the entries of a fact's trace; `undefined` if none is stored, or it is damaged. */
  traceOf(fact: StoredFact): Uint8Array | undefined {
    const { trace } = fact;
    return trace !== null && traceChecksum(fact, trace) === fact.traceChecksum ? trace : undefined;
  }

  /** @returns `undefined` for an id that no entry has */
  entry(id: number): TraceEntry | undefined {
    this.requests += 1;
    if (this.requests > this.count * MANY) this.all ??= this.readAll();
    if (this.all) return this.all[id];
    const row = this.row.get(id) as EntryRow | undefined;
    return row && new StoredEntry(id, row, this.textOf);
  }

  private readAll(): (TraceEntry | undefined)[] {
    const entries: (TraceEntry | undefined)[] = [];
    const columns = ['kind', 'name', 'digest'];
    for (const [id, kind, name, digest] of readJoinedRows(this.database, 'trace_entry', columns))
      entries[Number(id)] = new StoredEntry(
        Number(id),
        { kind: kind!, name: name!, digest: digest! },
        this.textOf,
      );
    return entries;
  }

  private readonly textOf = (id: number): unknown => this.moduleText.get(id);
}

/** A row that is damaged or foreign is treated as missing. */
function parseModuleText(text: unknown): ModuleInTrace | undefined {
  if (typeof text !== 'string') return undefined;
  try {
    const { contentHash, named } = JSON.parse(text) as ModuleInTrace;
    const lists = [named.specifiers, named.stars, named.mocks, named.globs, named.assets];
    const isValid = lists.every(
      (list) => Array.isArray(list) && list.every((one) => typeof one === 'string'),
    );
    return isValid && typeof contentHash === 'string' ? { contentHash, named } : undefined;
  } catch {
    return undefined;
  }
}
