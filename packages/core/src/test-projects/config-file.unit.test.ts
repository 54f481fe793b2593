import { expect, test } from 'vitest';
import {
  comparePrecedence,
  configFileKind,
  configSuffix,
  delegatesToProjects,
  mentionsTests,
  namedPaths,
} from './config-file';

test.each([
  ['libs/a/vitest.config.mts', 'vitest'],
  ['vite.config.cjs', 'vite'],
  ['vitest.workspace.json', 'workspace'],
  ['vitest.projects.ts', 'workspace'],
  ['libs/a/vitest.unit.config.ts', undefined],
  ['libs/a/vitest.config.json', undefined],
  ['libs/a/my-vite.config.ts', undefined],
])('%s is a configuration of the kind %s', (path, kind) => {
  expect(configFileKind(path)).toBe(kind);
});

test('Vitest prefers its own configuration to that of Vite, and TypeScript to JavaScript', () => {
  const files = ['p/vite.config.ts', 'p/vitest.config.mjs', 'p/vitest.workspace.ts', 'p/vitest.config.ts'];
  expect(files.sort(comparePrecedence)).toEqual([
    'p/vitest.config.ts',
    'p/vitest.config.mjs',
    'p/vite.config.ts',
    'p/vitest.workspace.ts',
  ]);
});

test.each([
  `export default defineConfig({ test: { globals: true } })`,
  `/// <reference types="vitest" />`,
  `import { defineConfig } from 'vitest/config'`,
  `export default { 'test': {} }`,
  `export { default } from '@acme/vite-config'`,
  `const test = {}; export default { plugins: [], test }`,
])('tests are configured by %s', (text) => {
  expect(mentionsTests(text)).toBe(true);
});

test.each([`export default defineConfig({ build: {} })`, `{ test.exclude }`, `latest: 1`])(
  'no tests are configured by %s',
  (text) => {
    expect(mentionsTests(text)).toBe(false);
  },
);

test('a workspace file delegates by its name, others by the projects they list', () => {
  expect(delegatesToProjects('workspace', 'export default ["packages/*"]')).toBe(true);
  expect(delegatesToProjects('vitest', `{ test: { projects: ['packages/*'] } }`)).toBe(true);
  expect(delegatesToProjects('vitest', `{ test: { workspace: './vitest.workspace.ts' } }`)).toBe(true);
  expect(delegatesToProjects('vitest', `{ test: { include: ['src/projects.test.ts'] } }`)).toBe(false);
});

test.each([
  ['vitest.unit.config.ts', 'unit'],
  ['vitest.config.integration.mts', 'integration'],
  ['vitest-browser-mode.config.ts', 'browser-mode'],
  ['config/vitest.config.ts', 'config'],
  ['vitest.config.ts', ''],
])('the targets of %s end in "%s"', (path, suffix) => {
  expect(configSuffix(path)).toBe(suffix);
});

test('the relative paths that a configuration names are those of files, inside the workspace', () => {
  const text = `import base from '../../vitest.base'; export default { test: { setupFiles: ["./setup.ts", '../shared/setup.ts', '../../../away.ts'], include: ['../x/**'] } }`;
  expect(namedPaths('libs/a/vitest.config.ts', text)).toEqual([
    'libs/a/setup.ts',
    'libs/shared/setup.ts',
    'vitest.base',
  ]);
});
