import BetterSqlite3, { type Database } from 'better-sqlite3';
import { chooseRandom, type Random } from '../../shared/random.mts';
import type { Fault } from './store-under-fault.mts';
import { withDamagedDatabase } from './with-damaged-database.mts';

/** A value of a column. */
type Value = string | number | bigint | Buffer | null;

/** A row of `PRAGMA table_info`. */
interface Column {
  readonly name: string;
  readonly type: string;
  /** 1 for the primary key. */
  readonly pk: number;
}

interface Row {
  readonly key: Value;
  readonly value: Value;
}

const texts = ['', 'x', 'passed', 'failed', '{}', 'null', '{"__proto__":{"a":1}}', '../../etc/passwd', '\0'];
const numbers = [0, 1, 2, 3, -1, 255, 2 ** 31, 2 ** 32 - 1, Number.MAX_SAFE_INTEGER];
const lists = [[], [0], [0, 0], [3, 0], Array<number>(10).fill(255)];

/** Values that a column takes, by its type. */
const valuesByType: Readonly<Record<string, readonly Value[]>> = {
  TEXT: texts,
  INTEGER: numbers.map(BigInt),
  REAL: numbers,
  BLOB: lists.map((bytes) => Buffer.from(bytes)),
};

/** A valid database with rows that no process wrote. It may contain the same facts as before, or fewer. */
const changeRows: Fault = (context) =>
  withDamagedDatabase(context, (_, file) => {
    const database = new BetterSqlite3(file);
    database.pragma('foreign_keys = OFF');
    for (let left = 1 + Math.floor(context.random() * 6); left > 0; left--) {
      changeRow(database, context.random);
    }
    database.close();
  });

function changeRow(database: Database, random: Random): void {
  const tables = database
    .prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'table'")
    .pluck()
    .all();
  const table = chooseRandom(
    tables.filter((name) => !name.startsWith('sqlite_')),
    random,
  );
  const columns = database.pragma(`table_info(${table})`) as readonly Column[];
  const key = columns.find(({ pk }) => pk === 1)?.name;
  if (key === undefined) throw new Error(`the table ${table} has no primary key`);
  const column = chooseRandom(
    columns.filter(({ name }) => name !== key || table !== 'fact'),
    random,
  );
  const rows = database.prepare<[], Row>(`SELECT ${key} AS key, ${column.name} AS value FROM ${table}`).all();
  if (rows.length === 0) return;
  const row = chooseRandom(rows, random);
  const other =
    random() < 0.3
      ? chooseRandom(rows, random).value
      : changed(row.value, chooseRandom(valuesByType[column.type] ?? [], random), random);
  database
    .prepare(`UPDATE OR IGNORE ${table} SET ${column.name} = ? WHERE ${key} = ?`)
    .run(typeof other === 'number' && column.type === 'INTEGER' ? BigInt(other) : other, row.key);
}

/** Returns another value, or the same one with one letter or bit changed. */
function changed(value: Value, other: Value, random: Random): Value {
  const isSequence = typeof value === 'string' || Buffer.isBuffer(value);
  if (random() < 0.5 || !isSequence || value.length === 0) return other;
  const index = Math.floor(random() * value.length);
  if (typeof value === 'string') return `${value.slice(0, index)}~${value.slice(index + 1)}`;
  const bytes = Buffer.from(value);
  bytes.writeUInt8(bytes.readUInt8(index) ^ 1, index);
  return bytes;
}

export const changedRows = { 'changed-rows': changeRows };
