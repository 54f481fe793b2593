import { existsSync, readFileSync } from 'node:fs';
import type { TestWorkspace } from '@nx-testmon/testing';
import * as v from 'valibot';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { coverageSchema } from './coverage-schema';
import { createSizesWorkspace, sizes } from './sizes-workspace.testing';
import { runInWorkspace } from '../../run-cli.testing';

let workspace: TestWorkspace;

beforeAll(async () => {
  workspace = createSizesWorkspace("toBe('large')");
  const { code, err } = await testmon(['run']);
  expect(code, err).toBe(0);
});
afterAll(() => workspace[Symbol.dispose]());

const testmon = (args: readonly string[]) => runInWorkspace(workspace.root, args);

test('coverage prints a table and writes no file', async () => {
  const before = workspace.snapshot(['node_modules']);
  const { code, out, err } = await testmon(['coverage']);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(out).toMatch(/sizes\.ts\s*\|\s*50 \|\s*50 \|\s*50 \|\s*33\.33 \| 3-6/);
  expect(out).toMatch(/Based on stored facts from 1 of 1 test file$/);
  expect(workspace.snapshot(['node_modules'])).toEqual(before);
});

test('coverage --json reports how much of each file was executed, and what is unknown since the code changed', async () => {
  workspace.write({ 'libs/a/src/sizes.ts': sizes.replace(`'large'`, `'huge'`) });
  const { code, out } = await testmon(['coverage', '--json', '--check', 'lines=80,functions=50']);
  const printed = await testmon(['coverage', '--format', 'text-summary']);
  workspace.write({ 'libs/a/src/sizes.ts': sizes });
  const document = v.parse(coverageSchema, JSON.parse(out));
  expect(document).toMatchObject({
    total: { functions: { total: 2, covered: 1, pct: 50 }, branches: { total: 2, covered: 0 } },
    testFiles: { total: 1, executed: 1, changed: 1 },
    files: [{ file: 'libs/a/src/sizes.ts', functions: { covered: 1 } }],
    outdated: [
      { file: 'libs/a/src/sizes.ts', line: 2, code: 'size()/then', testFiles: ['libs/a/src/sizes.test.ts'] },
    ],
    unknown: [],
    missedThresholds: [{ metric: 'lines', required: 80 }],
  });
  expect(code).toBe(1);
  expect(printed.out).toContain('libs/a/src/sizes.ts:2 size()/then  executed by 1 test file before');
  expect(printed.out).toContain('Functions    : 50% ( 1/2 )');
});

test('coverage writes reports to a folder, which is not part of the coverage', async () => {
  const { code, out } = await testmon(['coverage', '--format', 'lcov,json', '--out-dir', 'reports/all']);
  expect(code).toBe(0);
  expect(out).toContain('lcov report written to');
  expect(readFileSync(workspace.path('reports/all/lcov.info'), 'utf8')).toContain('SF:libs/a/src/sizes.ts');
  expect(existsSync(workspace.path('reports/all/lcov-report/index.html'))).toBe(true);
  expect(
    Object.keys(
      JSON.parse(readFileSync(workspace.path('reports/all/coverage-final.json'), 'utf8')) as object,
    ),
  ).toEqual([workspace.path('libs/a/src/sizes.ts')]);
  workspace.write({ blocked: '' });
  expect(await testmon(['coverage', '--format', 'json', '--out-dir', 'blocked'])).toMatchObject({ code: 2 });
});

test.each([
  [['--check', 'lines=60'], 1, '%) is below the threshold (60%)'],
  [['--check', 'lines=33,branches=50'], 0, ''],
  [['--check', 'lines=101'], 2, 'must be pairs such as lines=80'],
  [['--check', 'rows=1'], 2, 'must be pairs such as lines=80'],
  [['--format', 'pdf'], 2, 'Invalid value pdf for --format'],
  [['--projects', 'b'], 2, 'b'],
])('coverage %j exits with %i', async (args, expected, message) => {
  const { code, err } = await testmon(['coverage', ...args]);
  expect(code).toBe(expected);
  expect(err).toContain(message);
});
