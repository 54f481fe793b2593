import { join } from 'node:path';
import {
  findRunnerInstallation,
  type RunnerInstallationName,
} from '@nx-testmon/testing/runner-installations';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTaskWorkspace, type TaskWorkspace } from '../task.testing';

interface FilteredRunner {
  readonly project: Readonly<Record<string, string>>;
  readonly testFile: string;
  /** Arguments of the test runner with which it runs one of the test files. */
  readonly filters: readonly (readonly string[])[];
}

const vitest: FilteredRunner = {
  project: {
    'libs/a/package.json': '{ "name": "a", "type": "module" }',
    'libs/a/vitest.config.mjs': `export default { test: { include: ['*.test.js'], globals: true } };`,
  },
  testFile: `test('it', () => {});`,
  filters: [['one'], ['one', '-t', 'it'], ['two.test.js']],
};
const jest: FilteredRunner = {
  project: {
    'libs/a/package.json': '{ "name": "a" }',
    'libs/a/jest.config.js': 'module.exports = { transform: {} };',
  },
  testFile: `test('it', () => {});`,
  filters: [['one'], ['--testPathPatterns', 'one'], ['--runTestsByPath', 'two.test.js']],
};
const nodeTest: FilteredRunner = {
  project: { 'libs/a/package.json': '{ "name": "a", "scripts": { "test": "node --test" } }' },
  testFile: `require('node:test').test('it', () => {});`,
  filters: [['one.test.js'], ['t*o.test.js']],
};

const runners: readonly (readonly [RunnerInstallationName, FilteredRunner])[] = [
  ['vitest 5', vitest],
  ['jest 30', jest],
  ['node:test', nodeTest],
];

describe.each(runners)('%s', (installation, { project, testFile, filters }) => {
  let workspace: TaskWorkspace;

  beforeAll(async () => {
    const testFiles = ['one', 'two', 'three'].map((name) => [`libs/a/${name}.test.js`, testFile] as const);
    workspace = createTaskWorkspace({ ...project, ...Object.fromEntries(testFiles) }, { packages: [] });
    workspace.files.link('node_modules', join(await findRunnerInstallation(installation), 'node_modules'));
  });
  afterAll(() => workspace[Symbol.dispose]());

  test.each(filters.map((filter) => [filter.join(' '), filter]))(
    'what the filter %s leaves is not counted as selected',
    async (_, filter) => {
      const { exitCode, lines, output } = await workspace.run({ _: filter, nocollect: true });
      expect(exitCode, output).toBe(0);
      expect(lines[0]).toBe(
        'testmon: runs those of 3 test files that match the filter, environment: default, noselect (filtered by file), nocollect',
      );
      expect(lines.at(-1)).toMatch(/^testmon: ran 1 of 3 test files in /);
    },
  );

  test('what a filter has left out is new in the run of all test files', async () => {
    await workspace.run({ _: filters[0] });
    const { lines, output } = await workspace.run();
    expect(lines[0], output).toContain('testmon: 2 of 3 test files selected (2 new)');
  });
});
