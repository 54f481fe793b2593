import type { NameTable } from '@nx-testmon/core';
import type { Database } from '../database/load-sqlite';
import { FactUnpacker } from './fact-unpacker';
import { StoredBlocks } from './stored-blocks';
import { StoredFacts } from './stored-facts';
import { StoredTraces } from './stored-traces';

/** Readers of the parts of a database. Each is prepared on the first call, because any part may be damaged. */
export class DatabaseParts {
  private known: {
    facts?: StoredFacts;
    blocks?: StoredBlocks;
    unpacker?: FactUnpacker;
    traces?: StoredTraces;
    fileRow?: ReturnType<Database['prepare']>;
    modelRow?: ReturnType<Database['prepare']>;
  } = {};

  constructor(
    private readonly database: Database,
    private readonly names: NameTable,
  ) {}

  get facts(): StoredFacts {
    return (this.known.facts ??= new StoredFacts(this.database));
  }

  get blocks(): StoredBlocks {
    return (this.known.blocks ??= new StoredBlocks(this.database, this.names));
  }

  get unpacker(): FactUnpacker {
    return (this.known.unpacker ??= new FactUnpacker(this.database, this.blocks));
  }

  get traces(): StoredTraces {
    return (this.known.traces ??= new StoredTraces(this.database));
  }

  get fileRow(): ReturnType<Database['prepare']> {
    return (this.known.fileRow ??= this.database
      .prepare(
        `SELECT size, mtime_ns AS mtimeNs, ctime_ns AS ctimeNs, ino, content_hash AS contentHash,
                indexed_at AS indexedAt
           FROM file WHERE path = ?`,
      )
      // Nanoseconds since 1970 exceed the safe integers.
      .safeIntegers());
  }

  get modelRow(): ReturnType<Database['prepare']> {
    return (this.known.modelRow ??= this.database
      .prepare('SELECT deflated FROM model WHERE key = ?')
      .pluck());
  }
}
