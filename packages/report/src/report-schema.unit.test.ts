import { toJsonSchema } from '@valibot/to-json-schema';
import { format } from 'prettier';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import { reportSchema } from './report-schema';

test('docs/report.schema.json is the schema of the document', async () => {
  // JSON has only finite numbers.
  const schema = toJsonSchema(reportSchema, { target: 'draft-2020-12', ignoreActions: ['finite'] });
  const text = JSON.stringify(schema);
  await expect(await format(text, { parser: 'json', printWidth: 110 })).toMatchFileSnapshot(
    '../../../docs/report.schema.json',
  );
});

test('a document of another version or with unknown fields does not match the schema', () => {
  const lists = {
    projects: [],
    testFiles: [],
    executions: [],
    files: [],
    fallbacks: [],
    untested: { base: 'HEAD', isKnown: true, text: '', code: [], unknown: [] },
    uncovered: [],
    problems: [],
  };
  const report = {
    version: 1,
    createdAt: '2026-11-29T12:00:00.000Z',
    workspace: 'w',
    olderExecutions: 0,
    ...lists,
  };
  expect(v.is(reportSchema, report)).toBe(true);
  expect(v.is(reportSchema, { ...report, version: 2 })).toBe(false);
  expect(v.is(reportSchema, { ...report, more: 1 })).toBe(false);
});
