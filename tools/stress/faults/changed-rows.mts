import BetterSqlite3 from 'better-sqlite3';
import { withDamagedDatabase } from './with-damaged-database.mts';

const texts = ['', 'x', 'passed', 'failed', '{}', 'null', '{"__proto__":{"a":1}}', '../../etc/passwd', '\0'];
const numbers = [0, 1, 2, 3, -1, 255, 2 ** 31, 2 ** 32 - 1, Number.MAX_SAFE_INTEGER];
const lists = [[], [0], [0, 0], [3, 0], Array(10).fill(255)];

/** A sound database with rows that nobody wrote: what it says is less than it said, or the same. */
function changeRows(context) {
  return withDamagedDatabase(context, (_, file) => {
    const database = new BetterSqlite3(file);
    database.pragma('foreign_keys = OFF');
    for (let left = 1 + Math.floor(context.random() * 6); left > 0; left--)
      changeRow(database, context.random);
    database.close();
  });
}

function changeRow(database, random) {
  const pick = (list) => list[Math.floor(random() * list.length)];
  const tables = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").pluck().all();
  const table = pick(tables.filter((name) => !name.startsWith('sqlite_')));
  const columns = database.pragma(`table_info(${table})`);
  const key = columns.find(({ pk }) => pk === 1).name;
  const column = pick(columns.filter(({ name }) => name !== key || table !== 'fact'));
  const rows = database.prepare(`SELECT ${key} AS key, ${column.name} AS value FROM ${table}`).all();
  if (rows.length === 0) return;
  const { key: one, value } = pick(rows);
  // Any other value that the column takes, or that of another row.
  const made = { TEXT: texts, INTEGER: numbers.map(BigInt), REAL: numbers, BLOB: lists.map(Buffer.from) };
  const other = random() < 0.3 ? pick(rows).value : changed(value, pick(made[column.type]), random);
  database
    .prepare(`UPDATE OR IGNORE ${table} SET ${column.name} = ? WHERE ${key} = ?`)
    .run(typeof other === 'number' && column.type === 'INTEGER' ? BigInt(other) : other, one);
}

/** Now and then only a letter or a byte is another. */
function changed(value, otherwise, random) {
  if (random() < 0.5 || value === null || value.length === 0) return otherwise;
  const at = Math.floor(random() * value.length);
  if (typeof value === 'string') return `${value.slice(0, at)}~${value.slice(at + 1)}`;
  if (!Buffer.isBuffer(value)) return otherwise;
  const bytes = Buffer.from(value);
  bytes[at] ^= 1;
  return bytes;
}

export const changedRows = { 'changed-rows': changeRows };
