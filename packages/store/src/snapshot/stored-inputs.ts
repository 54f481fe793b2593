import type { BlockKey, TracedModule, NamedBlock, TraceEntry } from '@nx-testmon/core';
import { inputsChecksum } from '../database/fact-checksum';
import { readJoinedRows } from './joined-rows';
import type { Database } from '../database/load-sqlite';
import type { StoredFact } from './stored-facts';

/** What the walks of facts asked, as a store holds it. @throws SqliteError when a table can't be read */
export interface StoredInputs {
  /** Ids of what the walk of a fact asked; `undefined` where that is not kept, or not what was stored. */
  inputsOf(fact: StoredFact): Uint8Array | undefined;
  /** `undefined` for what is not there. */
  input(id: number): TraceEntry | undefined;
  /** Blocks of a module, of facts of any age. */
  blocksOf(path: string): readonly NamedBlock[];
}

/** What a module was is read when it is asked for. */
class StoredInput implements TraceEntry {
  readonly kind: TraceEntry['kind'];

  constructor(
    private readonly id: number,
    kind: string,
    readonly name: string,
    readonly digest: string,
    private readonly textOf: (id: number) => unknown,
  ) {
    this.kind = kind as TraceEntry['kind'];
  }

  get module(): TracedModule | undefined {
    return parseModuleText(this.textOf(this.id));
  }
}

/** The share of the table after which the rest of it is read at once. */
const MANY = 1 / 8;

export function readStoredInputs(database: Database): StoredInputs {
  const count = database.prepare('SELECT count(*) FROM input').pluck().get() as number;
  const row = database.prepare('SELECT kind, name, answer FROM input WHERE id = ?').raw();
  const text = database.prepare('SELECT module FROM input WHERE id = ?').pluck();
  const textOf = (id: number) => text.get(id);
  const blocks = database.prepare('SELECT id, name AS block, hash FROM block WHERE name >= ? AND name < ?');
  let asked = 0;
  let known: (TraceEntry | undefined)[] | undefined;

  function readAll(): (TraceEntry | undefined)[] {
    const inputs: (TraceEntry | undefined)[] = [];
    for (const [id, kind, name, answer] of readJoinedRows(database, 'input', ['kind', 'name', 'answer']))
      inputs[Number(id)] = new StoredInput(Number(id), kind!, name!, answer!, textOf);
    return inputs;
  }

  return {
    inputsOf(fact) {
      const { inputs } = fact;
      return inputs !== null && inputsChecksum(fact, inputs) === fact.inputsChecksum ? inputs : undefined;
    },
    input(id) {
      asked += 1;
      if (asked > count * MANY) known ??= readAll();
      if (known) return known[id];
      const read = row.get(id) as [string, string, string] | undefined;
      return read && new StoredInput(id, ...read, textOf);
    },
    // `$` is what comes after `#`.
    blocksOf: (path) =>
      (blocks.all(`${path}#`, `${path}$`) as { id: number; block: BlockKey; hash: string }[]).map((row) => ({
        ...row,
        name: row.block.slice(path.length + 1),
      })),
  };
}

/** What was damaged on disk, or comes from elsewhere, is not known. */
function parseModuleText(text: unknown): TracedModule | undefined {
  if (typeof text !== 'string') return undefined;
  try {
    const { contentHash, named } = JSON.parse(text) as TracedModule;
    const lists = [named.specifiers, named.stars, named.mocks, named.globs, named.assets];
    const isSound = lists.every(
      (list) => Array.isArray(list) && list.every((one) => typeof one === 'string'),
    );
    return isSound && typeof contentHash === 'string' ? { contentHash, named } : undefined;
  } catch {
    return undefined;
  }
}
