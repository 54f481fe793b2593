import { join } from 'node:path';
import {
  findRunnerInstallation,
  type RunnerInstallationName,
} from '@nx-testmon/testing/runner-installations';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readStats } from '../../store/read-stats';
import { storePaths } from '../../store/task-store';
import type { TaskReport } from '../task-report';
import { createTaskWorkspace, type TaskWorkspace } from '../../task.testing';

interface FilteredRunner {
  readonly project: Readonly<Record<string, string>>;
  readonly testFile: string;
  /** Arguments of the test runner that filter the run to one of the test files. */
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

const counts = ({ selected, total, outsideFilter }: TaskReport) => ({
  selected: selected.length,
  total,
  outsideFilter,
});

describe.each(runners)('%s', (installation, { project, testFile, filters }) => {
  let workspace: TaskWorkspace;

  beforeAll(async () => {
    const testFiles = ['one', 'two', 'three'].map((name) => [`libs/a/${name}.test.js`, testFile] as const);
    workspace = createTaskWorkspace({ ...project, ...Object.fromEntries(testFiles) }, { packages: [] });
    workspace.files.link('node_modules', join(await findRunnerInstallation(installation), 'node_modules'));
  });
  afterAll(() => workspace[Symbol.dispose]());

  test.each(filters.map((filter) => [filter.join(' '), filter]))(
    'with the filter %s, test files outside of it are not counted as selected',
    async (_, filter) => {
      const { exitCode, lines, output } = await workspace.run({ _: filter, nocollect: true });
      expect(exitCode, output).toBe(0);
      expect(lines[0]).toBe(
        'testmon: up to 3 test files (filtered by the test runner), environment: default, noselect (filtered by file), nocollect',
      );
      expect(lines.at(-1)).toMatch(/^testmon: ran 1 of 3 test files in /);
      expect(lines.filter((line) => line.includes('.test.js'))).toEqual([]);
    },
  );

  test.each(['noselect', 'forceselect'])(
    'with --%s too, only test files inside the filter are reported as selected',
    async (option) => {
      const { report, output } = await workspace.run({ _: filters[0], nocollect: true, [option]: true });
      expect(counts(report), output).toEqual({ selected: 1, total: 1, outsideFilter: 2 });
    },
  );

  test('a filter without a matching test file selects nothing', async () => {
    const { report, output } = await workspace.run({ _: ['none.test.js'], nocollect: true });
    expect(counts(report), output).toEqual({ selected: 0, total: 0, outsideFilter: 3 });
  });

  test('the report file, the job summary and the stats count the test files inside the filter', async () => {
    const summary = workspace.files.path('summary.md');
    const { output } = await workspace.run(
      { _: filters[0], reportFile: 'report.jsonl' },
      { env: { GITHUB_STEP_SUMMARY: summary } },
    );
    const report = JSON.parse(workspace.files.read('report.jsonl')) as TaskReport;
    expect(counts(report), output).toEqual({ selected: 1, total: 1, outsideFilter: 2 });
    expect(report.selected.map(({ file }) => file)).toEqual(['libs/a/one.test.js']);
    expect(workspace.files.read('summary.md')).toContain('| passed, 2 outside the filter | 1 | 1 |');
    const stats = await readStats(storePaths(workspace.root, {}), Date.now());
    expect(stats).toMatchObject({ runs: 1, selected: 1, total: 1, savedMs: 0 });
  });

  test('test files outside of the filter are still new in the next full run', async () => {
    await workspace.run({ _: filters[0] });
    const { lines, output } = await workspace.run();
    expect(lines[0], output).toContain('testmon: 2 of 3 test files selected (2 new)');
  });
});
