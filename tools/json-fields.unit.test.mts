import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const docs = join(import.meta.dirname, '../docs');

/** The part of a JSON schema that is read here. */
interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
}

/** The table of fields in a section of a page. */
interface FieldTable {
  readonly page: string;
  readonly heading: string;
  readonly schema: string;
  /** The field whose fields the table lists; empty for the whole document. */
  readonly within: string;
  /** Whether it lists every field, or only those at the top. */
  readonly lists: 'all' | 'top';
}

const tables: readonly FieldTable[] = [
  { page: 'explain', heading: 'A test file as JSON', schema: 'explain', within: 'testFiles.', lists: 'all' },
  {
    page: 'explain',
    heading: 'Code or another file as JSON',
    schema: 'explain',
    within: 'source.',
    lists: 'all',
  },
  { page: 'flaky', heading: 'JSON', schema: 'flaky', within: '', lists: 'all' },
  { page: 'audit', heading: 'JSON', schema: 'audit', within: '', lists: 'all' },
  { page: 'watch', heading: 'Output for programs', schema: 'watch', within: '', lists: 'all' },
  { page: 'agents', heading: '`testmon select --json`', schema: 'select', within: '', lists: 'top' },
  { page: 'agents', heading: '`testmon run --json`', schema: 'run', within: '', lists: 'top' },
  { page: 'agents', heading: 'Lines of the report file', schema: 'report-file', within: '', lists: 'top' },
  { page: 'commands', heading: '`testmon seed --json`', schema: 'seed', within: '', lists: 'all' },
  { page: 'commands', heading: '`testmon merge --json`', schema: 'merge', within: '', lists: 'all' },
  { page: 'commands', heading: '`testmon export --json`', schema: 'export', within: '', lists: 'all' },
  { page: 'commands', heading: '`testmon gc --json`', schema: 'gc', within: '', lists: 'all' },
  { page: 'commands', heading: '`testmon exec --json`', schema: 'exec', within: '', lists: 'all' },
  { page: 'doctor', heading: 'JSON', schema: 'doctor', within: '', lists: 'top' },
  { page: 'report', heading: 'Data', schema: 'report', within: '', lists: 'top' },
  { page: 'coverage', heading: 'JSON', schema: 'coverage', within: '', lists: 'top' },
];

/** The paths of all fields, without the marks of lists; a field with fields of its own ends with a dot. */
function fieldsOf({ properties = {}, items, anyOf = [] }: Schema, path = ''): string[] {
  const inner = [...(items ? [items] : []), ...anyOf].flatMap((one) => fieldsOf(one, path));
  const own = Object.entries(properties).flatMap(([name, schema]) => {
    const fields = fieldsOf(schema, `${path}${name}.`);
    return fields.length === 0 ? [`${path}${name}`] : [`${path}${name}.`, ...fields];
  });
  return [...inner, ...own];
}

/** The fields in the first column of the table of a section. */
function listedIn(page: string, heading: string): string[] {
  const lines = readFileSync(join(docs, `${page}.md`), 'utf8').split('\n');
  const start = lines.findIndex((line) => /^#+ /.test(line) && line.replace(/^#+ /, '') === heading);
  const end = lines.findIndex((line, index) => index > start && line.startsWith('#'));
  const rows = lines.slice(start, end < 0 ? undefined : end).filter((line) => line.startsWith('| `'));
  return rows.flatMap((row) =>
    [...(row.split('|')[1] ?? '').matchAll(/`([^`]+)`/g)].map(([, one = '']) => one),
  );
}

test.each(tables)('docs/$page.md, "$heading", lists the fields of the schema', (table) => {
  const text = readFileSync(join(docs, `${table.schema}.schema.json`), 'utf8');
  const known = fieldsOf(JSON.parse(text) as Schema).map((field) => field.replace(/\.$/, ''));
  const listed = listedIn(table.page, table.heading).map(
    (field) => table.within + field.replaceAll('[]', ''),
  );
  expect(listed).not.toEqual([]);
  expect(listed.filter((field) => !known.includes(field))).toEqual([]);

  const isNamed = (field: string) => listed.some((one) => one === field || one.startsWith(`${field}.`));
  const needed = known.filter(
    (field) => field.startsWith(table.within) && (table.lists === 'all' || !field.includes('.')),
  );
  expect(needed.filter((field) => !isNamed(field))).toEqual([]);
});
