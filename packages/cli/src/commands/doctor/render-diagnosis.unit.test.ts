import type { Fallback } from '@nx-testmon/core';
import type { SetupCheck, TaskDiagnosis } from '@nx-testmon/engine';
import { createColors } from 'picocolors';
import { expect, test } from 'vitest';
import { renderDiagnosis, toDiagnosisDocument } from './render-diagnosis';

const colors = createColors(false);
const git: Fallback = { kind: 'process-started', module: 'app/src/run.ts', line: 12, subject: 'git' };
const shared: Fallback = { kind: 'shared-modules' };

const app: TaskDiagnosis = {
  project: 'app',
  target: 'testmon',
  runner: 'Vitest 5.1.1',
  testFiles: 41,
  withoutFacts: 1,
  withFallbacks: 3,
  causes: [
    { fallback: git, testFiles: ['app/a.test.ts', 'app/b.test.ts'] },
    { fallback: shared, testFiles: ['app/c.test.ts'] },
  ],
};
const checks: readonly SetupCheck[] = [
  { name: 'node', found: 'Node 22.23.3', problems: [] },
  {
    name: 'ignored',
    found: '.testmon is ignored by git',
    problems: [{ kind: 'store-not-ignored', root: '/w' }],
  },
];

test('the setup comes first, then each project with its causes, and what to do about each kind once', () => {
  const text = renderDiagnosis(
    { checks, diagnoses: [app, { ...app, project: 'lib' }], refused: [], uncovered: [] },
    colors,
  );
  const [setup, first, second, next] = text.split('\n\n');
  expect(setup?.split('\n')).toEqual([
    'Setup',
    '  ok    Node 22.23.3',
    expect.stringMatching(/^ {2}check .*\.testmon/) as string,
  ]);
  const [title, ...rows] = first?.split('\n') ?? [];
  expect(title).toBe(
    'app (testmon, Vitest 5.1.1): 3 of 41 test files depend on more than they execute and read',
  );
  expect(rows.map((row) => row.trim().split(/ {2,}/))).toEqual([
    ['1 test file without facts (not collected yet)'],
    ['test files', 'depends on', 'cause'],
    ['2', 'whole project', "app/src/run.ts:12 starts git, whose reads can't be traced"],
    [
      '1',
      'all reachable code, all data files',
      'the test file shares modules with other test files (`isolate: false`)',
    ],
  ]);
  expect(second).toContain('lib (testmon');
  expect(next?.match(/Untraced process/g)).toHaveLength(1);
});

test('of very many causes some are shown, and the rest is counted', () => {
  const causes = Array.from({ length: 35 }, (_, line) => ({
    fallback: { ...git, line: line + 1 },
    testFiles: ['app/a.test.ts'],
  }));
  const text = renderDiagnosis(
    { checks: [], diagnoses: [{ ...app, causes }], refused: [], uncovered: [] },
    colors,
  );
  expect(text.match(/starts git/g)).toHaveLength(30);
  expect(text).toContain('and 5 more causes; --json lists them all');
});

test('a task that could not be read is part of the setup', () => {
  const refused = [{ name: 'app:testmon', problems: [{ kind: 'no-task' }] }] as const;
  expect(renderDiagnosis({ checks: [], diagnoses: [], refused, uncovered: [] }, colors)).toMatch(
    /^Setup\n {2}check app:testmon: Nx passed no project/,
  );
});

test('the document holds every cause with its test files, its texts and what is to be done', () => {
  const { setup, projects } = toDiagnosisDocument({ checks, diagnoses: [app], refused: [], uncovered: [] });
  expect(setup).toMatchObject([
    { name: 'node', ok: true, found: 'Node 22.23.3', problems: [] },
    { name: 'ignored', ok: false, problems: [{ kind: 'store-not-ignored' }] },
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
});

test('each project with tests and no target has a line that says why and what to do', () => {
  const problem = { kind: 'configuration-without-target', project: 'b', sign: 'file a.config.ts' } as const;
  const uncovered = [{ name: 'b', root: 'libs/b', problem }];
  const found = { checks, diagnoses: [app], refused: [], uncovered };
  const [, section, task] = renderDiagnosis(found, colors).split('\n\n');
  expect(section?.split('\n')).toEqual([
    'Tests that nx-testmon does not run',
    '  check b has a test configuration (file a.config.ts), but no target for it. Check the options `include` and `exclude` of the nx-testmon plugin in nx.json.',
  ]);
  expect(task).toContain('app (testmon');
  expect(toDiagnosisDocument(found).uncovered).toEqual([
    {
      project: 'b',
      root: 'libs/b',
      kind: 'configuration-without-target',
      text: section?.split('\n')[1]?.replace('  check ', ''),
    },
  ]);
});
