import { type BlockKey, type Fingerprint, formatBlockId, type NameTable } from '@nx-testmon/core';
import { fromBlockColumns } from '../database/block-columns';
import { blockChecksum } from '../database/fact-checksum';
import type { Database } from '../database/load-sqlite';
import { readJoinedRows } from './joined-rows';

/** One object for each block of a store, shared by all facts that contain it. */
export class StoredBlock implements Fingerprint {
  private known: number | undefined;

  constructor(
    readonly block: BlockKey,
    readonly hash: string,
  ) {}

  get checksum(): number {
    return (this.known ??= blockChecksum(this));
  }
}

interface BlockRow {
  readonly kind: string;
  readonly module: string;
  readonly name: string;
  readonly hash: string;
}

/** A block of a module, with its row. */
export interface StoredModuleBlock extends Fingerprint {
  readonly id: number;
  /** Its name in the module. */
  readonly name: string;
}

/** After reading this share of the table one by one, the rest is read at once. */
const MANY = 1 / 8;

/**
 * Blocks by their ids, each read once: one by one while few are needed, all at once when that is faster, so that both
 * a small project in a large workspace and the whole workspace are fast.
 *
 * @throws SqliteError if the table can't be read; so do its methods
 */
export class StoredBlocks {
  private readonly count: number;
  private readonly row;
  private readonly rowsOfModule;
  private readonly known = new Map<number, StoredBlock>();
  private isWhole = false;

  /**
   * @param names shares the string objects of block names, so that comparisons with other code that uses it are fast
   */
  constructor(
    private readonly database: Database,
    private readonly names: NameTable,
  ) {
    this.count = database.prepare('SELECT count(*) FROM block').pluck().get() as number;
    this.row = database.prepare('SELECT kind, module, name, hash FROM block WHERE id = ?');
    this.rowsOfModule = database.prepare(
      "SELECT id, name, hash FROM block WHERE module = ? AND kind = 'block'",
    );
  }

  /** @returns `undefined` for an unknown id or an invalid row */
  get(id: number): StoredBlock | undefined {
    const known = this.known.get(id);
    if (known || this.isWhole) return known;
    if (this.known.size > this.count * MANY) {
      this.readAll();
      return this.known.get(id);
    }
    const row = this.row.get(id) as BlockRow | undefined;
    return row && this.add(id, row);
  }

  /** Code of a module in facts of any age. */
  ofModule(module: string): StoredModuleBlock[] {
    const rows = this.rowsOfModule.all(module) as { id: number; name: string; hash: string }[];
    return rows.map(({ id, name, hash }) => ({
      id,
      name,
      hash,
      block: formatBlockId({ kind: 'block', module, name }),
    }));
  }

  private readAll(): void {
    this.isWhole = true;
    const columns = ['kind', 'module', 'name', 'hash'];
    for (const [text, kind, module, name, hash] of readJoinedRows(this.database, 'block', columns)) {
      const id = Number(text);
      if (!this.known.has(id)) this.add(id, { kind: kind!, module: module!, name: name!, hash: hash! });
    }
  }

  private add(id: number, { kind, module, name, hash }: BlockRow): StoredBlock | undefined {
    const blockId = fromBlockColumns(kind, module, name);
    if (!blockId) return undefined;
    const block = new StoredBlock(this.names.intern(formatBlockId(blockId)), hash);
    this.known.set(id, block);
    return block;
  }
}
