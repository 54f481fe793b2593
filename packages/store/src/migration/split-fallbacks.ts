import type { Fallback } from '@nx-testmon/core';
import type { Database } from '../database/load-sqlite';
import { fromFormerFallback } from './former-fallbacks';

interface FormerRow extends Pick<Fallback, 'kind'> {
  readonly id: number;
  readonly subject: string;
}

/**
 * A migration: causes of fallbacks get a column for the package of native code, which was part of the subject. Their ids
 * and the identity of facts stay the same.
 */
export function splitFallbacks(database: Database): void {
  database.exec(`
    ALTER TABLE fallback RENAME TO former_fallback;
    CREATE TABLE fallback (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      kind TEXT NOT NULL,
      module TEXT NOT NULL,
      line INTEGER NOT NULL,
      subject TEXT NOT NULL,
      package TEXT NOT NULL,
      UNIQUE (module, kind, line, subject, package)
    ) STRICT;
    INSERT INTO fallback (id, kind, module, line, subject, package)
    SELECT id, kind, module, line, subject, '' FROM former_fallback;
    DELETE FROM sqlite_sequence WHERE name = 'fallback';
    INSERT INTO sqlite_sequence (name, seq)
    SELECT 'fallback', seq FROM sqlite_sequence WHERE name = 'former_fallback';
    DROP TABLE former_fallback;
  `);
  const rows = database.prepare("SELECT id, kind, subject FROM fallback WHERE kind = 'native-code'").all();
  const update = database.prepare('UPDATE fallback SET subject = ?, package = ? WHERE id = ?');
  for (const row of rows as FormerRow[]) {
    const { subject, package: name } = fromFormerFallback(row);
    if (name !== undefined) update.run(subject, name, row.id);
  }
}
