import { format } from 'prettier';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { reportSchema } from './report-schema';

test('docs/report.schema.json is the schema of the document', async () => {
  const text = JSON.stringify(z.toJSONSchema(reportSchema));
  await expect(await format(text, { parser: 'json', printWidth: 110 })).toMatchFileSnapshot(
    '../../../docs/report.schema.json',
  );
});

test('a document of another version, or with unknown fields, does not follow the schema', () => {
  const lists = {
    projects: [],
    testFiles: [],
    executions: [],
    files: [],
    fallbacks: [],
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
  expect(reportSchema.safeParse(report).success).toBe(true);
  expect(reportSchema.safeParse({ ...report, version: 2 }).success).toBe(false);
  expect(reportSchema.safeParse({ ...report, more: 1 }).success).toBe(false);
});
