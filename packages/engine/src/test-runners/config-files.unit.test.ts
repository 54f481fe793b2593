import { expect, test } from 'vitest';
import {
  compareConfigFiles,
  configSuffix,
  delegatesToProjects,
  findConfigFileName,
  namedPaths,
  runnerOfConfig,
} from '@nx-testmon/runner';
import { testRunners } from './test-runners';

test.each([
  ['libs/a/vitest.config.mts', ['vitest:vitest.config']],
  ['vite.config.cjs', ['vitest:vite.config']],
  ['vitest.workspace.json', ['vitest:vitest.workspace']],
  ['vitest.projects.ts', ['vitest:vitest.projects']],
  ['jest.config.json', ['jest:jest.config']],
  ['libs/a/package.json', ['jest:package', 'node:package']],
  ['libs/a/vitest.unit.config.ts', []],
  ['libs/a/vitest.config.json', []],
  ['libs/a/my-vite.config.ts', []],
])('%s has a usual name of %j', (path, names) => {
  const found = testRunners.flatMap((runner) => {
    const name = findConfigFileName(runner, path);
    return name === undefined ? [] : [`${runner.name}:${name.stem}`];
  });
  expect(found).toEqual(names);
});

test.each([
  ['vite.config.ts', 'vitest'],
  ['package.json', 'jest'],
  ['config/my-jest.unit.ts', 'jest'],
  ['vitest-not-jest.config.ts', 'vitest'],
  ['unit.config.ts', 'vitest'],
])('%s is a configuration of %s by its name', (path, name) => {
  expect(runnerOfConfig(testRunners, path).name).toBe(name);
});

test("Vitest prefers its own configuration to Vite's, and TypeScript to JavaScript", () => {
  const files = ['p/vite.config.ts', 'p/vitest.config.mjs', 'p/vitest.workspace.ts', 'p/vitest.config.ts'];
  expect(files.sort(compareConfigFiles(testRunners))).toEqual([
    'p/vitest.config.ts',
    'p/vitest.config.mjs',
    'p/vite.config.ts',
    'p/vitest.workspace.ts',
  ]);
});

test('a workspace file delegates by its name, others by the projects they list', () => {
  const delegates = (file: string, text: string) =>
    delegatesToProjects(findConfigFileName(testRunners[0], file), text);
  expect(delegates('vitest.workspace.ts', 'export default ["packages/*"]')).toBe(true);
  expect(delegates('vitest.config.ts', `{ test: { projects: ['packages/*'] } }`)).toBe(true);
  expect(delegates('vitest.config.ts', `{ test: { workspace: './vitest.workspace.ts' } }`)).toBe(true);
  expect(delegates('vitest.config.ts', `{ test: { include: ['src/projects.test.ts'] } }`)).toBe(false);
});

test.each([
  ['vitest.unit.config.ts', 'unit'],
  ['vitest.config.integration.mts', 'integration'],
  ['vitest-browser-mode.config.ts', 'browser-mode'],
  ['config/vitest.config.ts', 'config'],
  ['vitest.config.ts', ''],
])('the targets of %s end in "%s"', (path, suffix) => {
  expect(configSuffix(testRunners, path)).toBe(suffix);
});

test('the relative paths in a configuration are those of files inside the workspace', () => {
  const text = `import base from '../../vitest.base'; export default { test: { setupFiles: ["./setup.ts", '../shared/setup.ts', '../../../away.ts'], include: ['../x/**'] } }`;
  expect(namedPaths('libs/a/vitest.config.ts', text)).toEqual([
    'libs/a/setup.ts',
    'libs/shared/setup.ts',
    'vitest.base',
  ]);
});
