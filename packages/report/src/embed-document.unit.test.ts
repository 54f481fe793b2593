import { expect, test } from 'vitest';
import { embedDocument } from './embed-document';
import type { ReportDocument } from './report-schema';

const template = '<script type="application/json"><!--report--></script><script>app</script>';

function report(workspace: string): ReportDocument {
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
  return { version: 1, createdAt: '2026-11-29T12:00:00.000Z', workspace, olderExecutions: 0, ...lists };
}

test.each([
  '</script><script>alert(1)</script>',
  '<!--<script>',
  ']]>',
  '$& $` $1',
  'line\u2028and\u2029page',
  '<!--report-->',
])('the name %j is embedded as text: it ends no element and is read back unchanged', (name) => {
  const page = embedDocument(template, report(name));
  const [, json = ''] =
    /^<script type="application\/json">(.*)<\/script><script>app<\/script>$/s.exec(page) ?? [];
  expect(json).not.toMatch(/[<>\u2028\u2029]/);
  expect((JSON.parse(json) as ReportDocument).workspace).toBe(name);
});

test('a template without a placeholder for the document is rejected', () => {
  expect(() => embedDocument('<html>', report('w'))).toThrow('holds 0 of');
});
