import type { CodeResult, EnvironmentKey } from '@nx-testmon/core';
import { createWorkspace, type TestWorkspace } from '@nx-testmon/testing';
import * as v from 'valibot';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runInWorkspace } from '../../run-cli.testing';
import { flakySchema } from './flaky-schema';

let workspace: TestWorkspace;
const now = Date.now();

function resultsOf(project: string, failures: number): CodeResult[] {
  const testFile = {
    suite: `${project}:libs/${project}/vitest.config.mts`,
    path: `libs/${project}/src/${project}.test.ts`,
  };
  const result = { testFile, environment: 'default@0123' as EnvironmentKey, code: '0123456789abcdef' };
  const failed = Array.from({ length: failures }, (_, at) => at + 1).map((at) => ({
    ...result,
    ...{ outcome: 'failed' as const, endedAt: now - at * 60_000, failedTests: ['adds'] },
  }));
  return [...failed, { ...result, outcome: 'passed', endedAt: now }];
}

beforeAll(() => {
  const results = [...resultsOf('a', 1), ...resultsOf('b', 3), ...resultsOf('gone', 1)];
  workspace = createWorkspace({
    'package.json': { name: 'w', workspaces: ['libs/*'] },
    'libs/a/package.json': { name: 'a' },
    'libs/b/package.json': { name: 'b' },
    '.testmon/results.jsonl': results.map((one) => `${JSON.stringify(one)}\n`).join(''),
  });
});
afterAll(() => workspace[Symbol.dispose]());

const testmon = (...args: string[]) => runInWorkspace(workspace.root, args, () => now);

async function listed(...args: string[]): Promise<string[]> {
  const { code, out, err } = await testmon('flaky', '--json', ...args);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  return v.parse(flakySchema, JSON.parse(out)).testFiles.map(({ project }) => project);
}

test('flaky lists what the store knows, the most failures first, and writes no file', async () => {
  const before = workspace.snapshot();
  const { code, out, err } = await testmon('flaky');
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(out).toMatch(
    /^3 test files passed and failed with the same code\n\nlibs\/b\/src\/b\.test\.ts {2}project b\n/,
  );
  expect(out).toContain('\n  tests: "adds" (3)\n');
  expect(await listed()).toEqual(['b', 'a', 'gone']);
  expect(workspace.snapshot()).toEqual(before);
});

test('--projects accepts names, globs and exclusions, including those of deleted projects', async () => {
  expect(await listed('--projects', 'a,b')).toEqual(['b', 'a']);
  expect(await listed('--projects', '!b')).toEqual(['a', 'gone']);
  expect(await listed('--projects', 'gone')).toEqual(['gone']);
  expect((await testmon('flaky', '--projects', 'none')).code).toBe(2);
});

test('a workspace without flaky test files is reported, and unknown options are refused', async () => {
  const kept = workspace.read('.testmon/results.jsonl');
  workspace.remove('.testmon');
  expect(await testmon('flaky')).toMatchObject({
    code: 0,
    out: expect.stringMatching(/^No test file/) as string,
  });
  expect(await listed()).toEqual([]);
  workspace.write({ '.testmon/results.jsonl': kept });
  expect((await testmon('flaky', '--nothing')).code).toBe(2);
});
