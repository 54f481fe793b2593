import * as v from 'valibot';
import { expect, test } from 'vitest';
import { app, checks, diagnosisOf, unlisted } from './diagnosis.testing';
import { toDiagnosisDocument } from './diagnosis-document';
import { diagnosisSchema } from './diagnosis-schema';
import { renderReportBlock } from './render-report-block';

test('the document contains every cause with its test files, texts and next step, and follows the schema', () => {
  const document = toDiagnosisDocument(diagnosisOf({ checks, diagnoses: [app], unlisted: [unlisted] }));
  expect(v.parse(diagnosisSchema, document)).toEqual(document);
  const { setup, projects, mustBeFixed } = document;
  expect(mustBeFixed).toBe(false);
  expect(setup).toMatchObject([
    { name: 'node', mark: 'ok', ok: true, found: 'Node 22.23.3, linux x64', problems: [] },
    { name: 'ignored', mark: 'check', ok: false, problems: [{ kind: 'store-not-ignored' }] },
  ]);
  expect(projects[0]?.causes[0]).toMatchObject({
    kind: 'process-started',
    scope: 'project',
    module: 'app/src/run.ts',
    line: 12,
    subject: 'git',
    text: "app/src/run.ts:12 starts git, whose reads can't be traced",
    testFiles: ['app/a.test.ts', 'app/b.test.ts'],
  });
  expect(projects[0]?.causes.every(({ next, explanation }) => next !== '' && explanation !== '')).toBe(true);
  expect(document.unlisted).toEqual([
    {
      project: 'app',
      inputs: [{ input: '{workspaceRoot}/libs/b/data.json', testFiles: ['app/a.test.ts'] }],
      projects: [{ name: 'c', testFiles: ['app/b.test.ts'] }],
      cyclicProjects: [],
    },
  ]);
  expect(document.variables.map(({ name, isInput, isSet }) => [name, isInput, isSet])).toEqual([
    ['API_URL', false, true],
    ['CI', true, true],
    ['DEBUG', false, false],
  ]);
});

test('the summary for a report has versions, marks and numbers, and no name, path or value', () => {
  const problem = { kind: 'configuration-without-target', project: 'b', sign: 'file a.config.ts' } as const;
  const block = renderReportBlock(
    diagnosisOf({
      checks,
      diagnoses: [app, { ...app, project: 'lib' }],
      refused: [{ name: 'secret:testmon', problems: [{ kind: 'no-task' }] }],
      uncovered: [{ name: 'b', root: 'libs/b', problem }],
      unlisted: [unlisted],
    }),
  );
  expect(block.split('\n').map((line) => line.split(/ {2,}/))).toEqual([
    ['```text'],
    ['node', 'Node 22.23.3, linux x64'],
    ['ignored', 'check: store-not-ignored'],
    ['workspace', 'Nx'],
    ['test runners', 'Vitest 5.1.1 (2)'],
    ['test files', '82 in 2 tasks, 2 without facts, 6 with fallbacks'],
    ['fallbacks', expect.stringMatching(/^Untraced process \(2\), .* \(2\)$/) as string],
    ['tasks not read', 'no-task (1)'],
    ['uncovered', 'configuration-without-target (1)'],
    ['unknown to Nx', '1 input, 1 project'],
    ['variables read', '3'],
    ['```'],
  ]);
  expect(block).not.toMatch(/app|secret|ann|data\.json|API_URL|DEBUG|run\.ts/);
});
