import type { SetupCheck } from '@nx-testmon/engine';
import { createColors } from 'picocolors';
import { expect, test } from 'vitest';
import { mustBeFixed, withoutExplained } from './diagnosis';
import { app, checks, diagnosisOf, unlisted } from './diagnosis.testing';
import { toDiagnosisDocument } from './diagnosis-document';
import { renderDiagnosis } from './render-diagnosis';

const colors = createColors(false);
const render = (...args: Parameters<typeof diagnosisOf>) => renderDiagnosis(diagnosisOf(...args), colors);

test('the setup comes first, then each project with its causes, and the next step for each kind once', () => {
  const text = render({ checks, diagnoses: [app, { ...app, project: 'lib' }] });
  const [setup, first, second, next, last] = text.split('\n\n');
  expect(setup?.split('\n')).toEqual([
    'Setup',
    '  ok    Node 22.23.3, linux x64',
    expect.stringMatching(/^ {2}check .*\.testmon/) as string,
  ]);
  const [title, ...rows] = first?.split('\n') ?? [];
  expect(title).toBe(
    'app (testmon, Vitest 5.1.1): 3 of 41 test files depend on more than they execute and read',
  );
  expect(rows.map((row) => row.trim().split(/ {2,}/))).toEqual([
    ['1 test file without facts'],
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
  expect(last).toContain('testmon doctor --report');
});

test('if there are very many causes, some are shown and the rest is counted', () => {
  const [cause] = app.causes;
  const causes = Array.from({ length: 35 }, (_, line) => ({
    fallback: { ...cause!.fallback, line: line + 1 },
    testFiles: ['app/a.test.ts'],
  }));
  const text = render({ diagnoses: [{ ...app, causes }] });
  expect(text.match(/starts git/g)).toHaveLength(30);
  expect(text).toContain('and 5 more causes; --json lists them all');
});

test('a task that could not be read is part of the setup, and must be fixed', () => {
  const refused = [{ name: 'app:testmon', problems: [{ kind: 'no-task' }] }] as const;
  expect(render({ refused })).toMatch(/^Setup\n {2}fix {3}app:testmon: Nx passed no project/);
  expect(mustBeFixed(diagnosisOf({ refused }))).toBe(true);
});

test('a problem of several checks and tasks is shown once', () => {
  const problem = { kind: 'sqlite-not-loaded', detail: 'file too short' } as const;
  const found = ['sqlite', 'store'].map((name) => ({ name, found: '', problems: [problem] })) as SetupCheck[];
  const refused = [
    { name: 'app:testmon', problems: [problem] },
    { name: 'lib:testmon', problems: [problem, { kind: 'no-task' }] },
  ] as const;
  const [setup] = render({ checks: found, refused }).split('\n\n');
  expect(setup?.split('\n')).toEqual([
    'Setup',
    expect.stringMatching(/^ {2}fix {3}The database module/) as string,
    expect.stringMatching(/^ {2}fix {3}lib:testmon: Nx passed no project/) as string,
  ]);
});

test('findings that a missing plugin explains are left out', () => {
  const plugin = {
    name: 'plugin',
    found: '',
    problems: [{ kind: 'plugin-not-registered', file: 'nx.json' }],
  } as const;
  const other = {
    kind: 'unsupported-test-runner',
    project: 'c',
    sign: 'script test',
    runner: 'Mocha',
    runners: [],
  } as const;
  const uncovered = [
    {
      name: 'b',
      root: 'b',
      problem: { kind: 'configuration-without-target', project: 'b', sign: 'file a.config.ts' } as const,
    },
    { name: 'c', root: 'c', problem: other },
  ];
  const refused = [{ name: 'targets', problems: [{ kind: 'no-target', workspace: 'nx' } as const] }];
  expect(withoutExplained(diagnosisOf({ checks: [plugin], refused, uncovered }))).toMatchObject({
    refused: [],
    uncovered: [{ name: 'c' }],
  });
  expect(withoutExplained(diagnosisOf({ checks, refused, uncovered }))).toMatchObject({ refused, uncovered });
});

test('for a task without facts, only the number of its test files is known', () => {
  const task = { ...app, testFiles: 4, withoutFacts: 4, withFallbacks: 0, causes: [] };
  expect(render({ diagnoses: [task] })).toContain(
    'app (testmon, Vitest 5.1.1): 4 test files without facts\n\n',
  );
});

test('advice does not have to be fixed, and each problem has its mark', () => {
  expect(mustBeFixed(diagnosisOf({ checks }))).toBe(false);
  const lockfile = {
    name: 'lockfile',
    found: '',
    problems: [
      { kind: 'lockfile-unreadable', path: 'yarn.lock' },
      { kind: 'packages-not-as-locked', root: '/w', packages: ['zod 4'], command: 'npm install' },
    ],
  } as const;
  expect(mustBeFixed(diagnosisOf({ checks: [lockfile] }))).toBe(true);
  expect(render({ checks: [lockfile] })).toMatch(
    /^Setup\n {2}check The lockfile .*\n {2}fix {3}The packages/,
  );
});

test('what Nx does not know is one line for each project, and a table of variables', () => {
  const variablesOnly = { ...unlisted, project: 'lib', inputs: [], projects: [] };
  const [, dependencies, variables] = render({ unlisted: [unlisted, variablesOnly] }).split('\n\n');
  expect(dependencies?.split('\n')).toEqual([
    'Dependencies that Nx does not know',
    expect.stringMatching(
      /^ {2}check Tests of app have dependencies that Nx does not know: libs\/b\/data\.json, the project c\. .*nx-testmon:sync/,
    ) as string,
  ]);
  const rows = variables?.split('\n').map((row) => row.trim().split(/ {2,}/)) ?? [];
  expect(rows.slice(0, 4)).toEqual([
    ['Environment variables that tests read'],
    ['test files', 'variable', 'input of Nx', 'projects'],
    ['4', 'API_URL', 'no', 'app, lib'],
    ['2', 'CI', 'yes', 'app, lib'],
  ]);
  expect(rows[4]).toEqual(['1 variable without a value; --json lists them all']);
  expect(variables).toContain('add { "env": "NAME" }');
});

test('without Nx there are variables, and nothing that Nx would have to know', () => {
  const text = render({ unlisted: [unlisted], usesNx: false });
  expect(text).not.toMatch(/Nx/);
  expect(text).toContain('API_URL');
  const document = toDiagnosisDocument(diagnosisOf({ unlisted: [unlisted], usesNx: false }));
  expect(document.unlisted).toEqual([]);
  expect(document.variables[0]).toEqual({
    project: 'app',
    name: 'API_URL',
    isSet: true,
    testFiles: ['app/a.test.ts', 'app/b.test.ts'],
  });
});

test('if there are many dependencies, some are named and the rest is counted', () => {
  const inputs = Array.from({ length: 8 }, (_, at) => ({
    input: `{workspaceRoot}/${at}.json`,
    testFiles: [],
  }));
  expect(render({ unlisted: [{ ...unlisted, inputs, variables: [] }] })).toContain(
    '0.json, 1.json, 2.json, 3.json, 4.json, 4 more.',
  );
});

test('each project with tests but without a target has a line with the reason and the next step', () => {
  const problem = { kind: 'configuration-without-target', project: 'b', sign: 'file a.config.ts' } as const;
  const uncovered = [{ name: 'b', root: 'libs/b', problem }];
  const found = diagnosisOf({ checks, diagnoses: [app], uncovered });
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
