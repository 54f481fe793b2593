import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { code, explanation, tasks } from './explanation.testing';
import { toSourceDocument } from './source-document';
import { toTestFileDocument } from './test-file-document';

const page = readFileSync(join(__dirname, '../../../../../docs/explain.md'), 'utf8');

/** Fields that a table below a heading lists. */
function documentedFields(heading: string): string[] {
  const [, section = ''] = page.split(`### ${heading}\n`);
  const [table = ''] = section.split('\n## ');
  return [...(table.split('\n### ')[0] ?? '').matchAll(/^\| `([^`]+)` \|/gm)].map(([, field = '']) => field);
}

/** Such as `dependencies.modules[].path`. */
function fieldsOf(value: unknown, prefix = ''): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => fieldsOf(item, `${prefix}[]`));
  if (typeof value !== 'object' || value === null) return [prefix];
  return Object.entries(value).flatMap(([key, item]) =>
    fieldsOf(item, prefix === '' ? key : `${prefix}.${key}`),
  );
}

test('docs/explain.md lists every field of a test file as JSON, and no other', () => {
  const fields = new Set(fieldsOf(toTestFileDocument(explanation)));
  expect(documentedFields('A test file as JSON').sort()).toEqual([...fields].sort());
});

test('it lists every field of code as JSON, and no other', () => {
  const fields = new Set(fieldsOf(toSourceDocument({ ...code, isWholeFile: false }, tasks)));
  expect(documentedFields('Code or another file as JSON').sort()).toEqual([...fields].sort());
});
