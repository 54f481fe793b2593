import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import { code, explanation, tasks } from './explanation.testing';
import { toSourceDocument } from './source-document';
import { explanationSchema } from './explanation-schema';
import { toTestFileDocument } from './test-file-document';

const page = readFileSync(join(__dirname, '../../../../../docs/explain.md'), 'utf8');

/** The fields in the table below a heading. */
function documentedFields(heading: string): string[] {
  const [, section = ''] = page.split(`### ${heading}\n`);
  const [table = ''] = section.split('\n## ');
  return [...(table.split('\n### ')[0] ?? '').matchAll(/^\| `([^`]+)` \|/gm)].map(([, field = '']) => field);
}

/** Names of fields such as `dependencies.modules[].path`. */
function fieldsOf(value: unknown, prefix = ''): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => fieldsOf(item, `${prefix}[]`));
  if (typeof value !== 'object' || value === null) return [prefix];
  return Object.entries(value).flatMap(([key, item]) =>
    fieldsOf(item, prefix === '' ? key : `${prefix}.${key}`),
  );
}

test('docs/explain.md and the schema list every field of a test file as JSON, and no other', () => {
  const document = toTestFileDocument(explanation);
  v.assert(explanationSchema, { testFiles: [document], problems: [] });
  const fields = new Set(fieldsOf(document));
  expect(documentedFields('A test file as JSON').sort()).toEqual([...fields].sort());
});

test('they list every field of code as JSON, and no other', () => {
  const document = toSourceDocument({ ...code, isWholeFile: false }, tasks);
  v.assert(explanationSchema, { source: document, problems: [] });
  const fields = new Set(fieldsOf(document));
  expect(documentedFields('Code or another file as JSON').sort()).toEqual([...fields].sort());
});
