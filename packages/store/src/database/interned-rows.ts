import { type Fingerprint, parseBlockId } from '@nx-testmon/core';
import { toBlockColumns } from './block-columns';
import { blockChecksum } from './fact-checksum';
import { FingerprintMap } from '../records/fingerprint-map';
import type { Database } from './load-sqlite';

/** Row ids of suites, paths and environments. New names are added. The caller holds the transaction. */
export class InternedNames {
  private readonly ids = new Map<string, number>();
  private readonly find;
  private readonly insert;

  constructor(database: Database) {
    this.find = database.prepare('SELECT id FROM name WHERE text = ?').pluck();
    this.insert = database.prepare('INSERT INTO name (text) VALUES (?)');
  }

  idOf(text: string): number {
    let id = this.ids.get(text);
    if (id === undefined) {
      id = (this.find.get(text) as number | undefined) ?? Number(this.insert.run(text).lastInsertRowid);
      this.ids.set(text, id);
    }
    return id;
  }
}

export interface InternedBlock {
  /** Id of the row. */
  readonly id: number;
  readonly checksum: number;
}

/** Rows of blocks. New blocks are added. The caller holds the transaction. */
export class InternedBlocks {
  private readonly known = new FingerprintMap<InternedBlock | undefined>();
  private readonly find;
  private readonly insert;

  constructor(database: Database) {
    this.find = database
      .prepare(
        'SELECT id FROM block WHERE module = @module AND kind = @kind AND name = @name AND hash = @hash',
      )
      .pluck();
    this.insert = database.prepare(
      'INSERT INTO block (kind, module, name, hash) VALUES (@kind, @module, @name, @hash)',
    );
  }

  /** @returns `undefined` if the text is not a block id */
  of(fingerprint: Fingerprint): InternedBlock | undefined {
    return this.known.getOrAdd(fingerprint.block, fingerprint.hash, () => {
      const id = parseBlockId(fingerprint.block);
      if (!id) return undefined;
      const { kind, module, name } = toBlockColumns(id);
      const row = { kind, module, name, hash: fingerprint.hash };
      const known = this.find.get(row) as number | undefined;
      return {
        id: known ?? Number(this.insert.run(row).lastInsertRowid),
        checksum: blockChecksum(fingerprint),
      };
    });
  }

  /** @returns `undefined` if one of them is not a block */
  ofAll(fingerprints: readonly Fingerprint[]): readonly InternedBlock[] | undefined {
    const blocks: InternedBlock[] = [];
    for (const fingerprint of fingerprints) {
      const block = this.of(fingerprint);
      if (!block) return undefined;
      blocks.push(block);
    }
    return blocks;
  }
}
