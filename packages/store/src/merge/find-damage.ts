import type { Database, Sqlite } from '../database/load-sqlite';
import { schemaIsOurs } from '../migration/schema';

/** Far more ids than a store can contain, and far below the numbers that lose their last digits. */
const MAX_ID = 2 ** 48;

/** Runs before each write, because writing to a damaged file spreads the damage. */
export function findDamage(sqlite: Sqlite, database: Database): string | undefined {
  const isNew = database.prepare('SELECT count(*) FROM sqlite_master').pluck().get() === 0;
  if (isNew) return undefined;
  if (!schemaIsOurs(sqlite, database)) return 'unexpected tables for its schema version';
  const found = String(database.pragma('integrity_check(1)', { simple: true }));
  if (found !== 'ok') return found;
  return hasInvalidIds(database) ? 'invalid row IDs' : undefined;
}

/** A new id follows the largest one: after a damaged one, no id would fit into a list. */
function hasInvalidIds(database: Database): boolean {
  const tables = database
    .prepare(
      "SELECT name FROM sqlite_schema WHERE name IN ('block', 'input', 'trace_entry', 'name', 'fallback')",
    )
    .pluck()
    .all() as string[];
  return tables.some((table) => {
    const ids = database.prepare(`SELECT min(id), max(id) FROM ${table}`).raw().get();
    const [least, most] = ids as [number | null, number | null];
    return (least ?? 0) < 0 || (most ?? 0) > MAX_ID;
  });
}
