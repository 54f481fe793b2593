import type { SetupCheck, TaskDiagnosis, UnlistedDependencies } from '@nx-testmon/engine';
import type { Diagnosis } from './diagnosis';

/** A task with three test files that have fallbacks with two causes. */
export const app: TaskDiagnosis = {
  project: 'app',
  target: 'testmon',
  runner: 'Vitest 5.1.1',
  testFiles: 41,
  withoutFacts: 1,
  withFallbacks: 3,
  causes: [
    {
      fallback: { kind: 'process-started', module: 'app/src/run.ts', line: 12, subject: 'git' },
      testFiles: ['app/a.test.ts', 'app/b.test.ts'],
    },
    { fallback: { kind: 'shared-modules' }, testFiles: ['app/c.test.ts'] },
  ],
};

export const checks: readonly SetupCheck[] = [
  { name: 'node', found: 'Node 22.23.3, linux x64', problems: [] },
  {
    name: 'ignored',
    found: '.testmon is ignored by git',
    problems: [{ kind: 'store-not-ignored', root: '/home/ann/w' }],
  },
];

/** A project whose tests depend on a file and a project that Nx does not know, and read two variables. */
export const unlisted: UnlistedDependencies = {
  project: 'app',
  inputs: [{ input: '{workspaceRoot}/libs/b/data.json', testFiles: ['app/a.test.ts'] }],
  projects: [{ name: 'c', testFiles: ['app/b.test.ts'] }],
  cyclicProjects: [],
  variables: [
    { name: 'API_URL', testFiles: ['app/a.test.ts', 'app/b.test.ts'], isInput: false, isSet: true },
    { name: 'CI', testFiles: ['app/a.test.ts'], isInput: true, isSet: true },
    { name: 'DEBUG', testFiles: ['app/a.test.ts'], isInput: false, isSet: false },
  ],
};

/** A diagnosis without findings, except the given ones. */
export function diagnosisOf(found: Partial<Diagnosis>): Diagnosis {
  return { checks: [], diagnoses: [], refused: [], uncovered: [], unlisted: [], usesNx: true, ...found };
}
