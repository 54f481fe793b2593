import { type Fallback, fallbackKinds } from '@nx-testmon/core';
import type { Database } from './load-sqlite';

/** A cause of a fallback as a row of its table. A missing field is an empty text or 0. */
export interface FallbackColumns {
  readonly kind: string;
  readonly module: string;
  readonly line: number;
  readonly subject: string;
}

export function toFallbackColumns({ kind, module = '', line = 0, subject = '' }: Fallback): FallbackColumns {
  return { kind, module, line, subject };
}

/** @returns `undefined` for an unknown kind */
export function fromFallbackColumns({ kind, module, line, subject }: FallbackColumns): Fallback | undefined {
  const known = fallbackKinds.find((one) => one === kind);
  return (
    known && {
      kind: known,
      ...(module === '' ? {} : { module }),
      ...(line === 0 ? {} : { line }),
      ...(subject === '' ? {} : { subject }),
    }
  );
}

/** Row ids of causes. New causes are added. The caller holds the transaction. */
export class InternedFallbacks {
  private readonly find;
  private readonly insert;

  constructor(database: Database) {
    this.find = database
      .prepare(
        'SELECT id FROM fallback WHERE kind = @kind AND module = @module AND line = @line AND subject = @subject',
      )
      .pluck();
    this.insert = database.prepare(
      'INSERT INTO fallback (kind, module, line, subject) VALUES (@kind, @module, @line, @subject)',
    );
  }

  idOf(fallback: Fallback): number {
    const row = toFallbackColumns(fallback);
    return (this.find.get(row) as number | undefined) ?? Number(this.insert.run(row).lastInsertRowid);
  }
}
