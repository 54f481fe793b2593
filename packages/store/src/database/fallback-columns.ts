import { type Fallback, fallbackKinds } from '@nx-testmon/core';
import type { Database } from './load-sqlite';

/** A cause of a fallback as a row of its table. A missing field is an empty text or 0. */
export interface FallbackColumns {
  readonly kind: string;
  readonly module: string;
  readonly line: number;
  readonly subject: string;
  readonly package: string;
}

export function toFallbackColumns(fallback: Fallback): FallbackColumns {
  const { kind, module = '', line = 0, subject = '', package: name = '' } = fallback;
  return { kind, module, line, subject, package: name };
}

/** @returns `undefined` for an unknown kind */
export function fromFallbackColumns(row: FallbackColumns): Fallback | undefined {
  const { kind, module, line, subject, package: name } = row;
  const known = fallbackKinds.find((one) => one === kind);
  return (
    known && {
      kind: known,
      ...(module === '' ? {} : { module }),
      ...(line === 0 ? {} : { line }),
      ...(subject === '' ? {} : { subject }),
      ...(name === '' ? {} : { package: name }),
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
        `SELECT id FROM fallback WHERE kind = @kind AND module = @module AND line = @line
            AND subject = @subject AND package = @package`,
      )
      .pluck();
    this.insert = database.prepare(
      `INSERT INTO fallback (kind, module, line, subject, package)
       VALUES (@kind, @module, @line, @subject, @package)`,
    );
  }

  idOf(fallback: Fallback): number {
    const row = toFallbackColumns(fallback);
    return (this.find.get(row) as number | undefined) ?? Number(this.insert.run(row).lastInsertRowid);
  }
}
