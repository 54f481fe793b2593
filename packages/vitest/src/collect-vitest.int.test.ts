import { join } from 'node:path';
import type { RunResult } from '@nx-testmon/core';
import { accountFunctions, accountSources } from '@nx-testmon/testing/account-sources';
import { afterEach, describe, expect, it } from 'vitest';
import {
  installations,
  runApp,
  temporaryWorkspace,
  type TemporaryWorkspace,
} from './temporary-workspace.testing';
import { vitestRunner } from './vitest-runner';

const probes = {
  instrumenter: join(__dirname, '../../graph/dist/probes/open-instrumenter.js'),
  syntax: vitestRunner.syntax,
};

function collectedOf({ results }: RunResult, name: string): Readonly<Record<string, readonly string[]>> {
  const found = results.find(({ testFile }) => testFile.path.endsWith(name));
  expect(found?.collected, JSON.stringify(results)).toBeDefined();
  return found!.collected!;
}

function expectAccountFunctions(run: RunResult): void {
  for (const [name, functions] of Object.entries(accountFunctions))
    expect(collectedOf(run, name)).toEqual(functions);
}

describe.each(installations)('collecting with Vitest $version', ({ folder }) => {
  let workspace: TemporaryWorkspace | undefined;
  const make = (more: Readonly<Record<string, string>> = {}): TemporaryWorkspace =>
    (workspace = temporaryWorkspace(folder, {
      'vitest.config.mjs': 'export default { test: { globals: true } };',
      ...accountSources,
      ...more,
    }));
  afterEach(() => workspace?.dispose());

  // The contract of all test runners covers the pool forks.
  it.each(['threads', 'vmThreads', 'vmForks'])('collects executed functions in the pool %s', async (pool) => {
    const run = await runApp(make(), { probes, runnerArguments: [`--pool=${pool}`] });
    expect(run.outcome, run.output).toBe('passed');
    expectAccountFunctions(run);
  });

  it.each(['threads', 'forks'])(
    'includes projects with their own configuration, in the pool %s',
    async (pool) => {
      const app = make({
        'vitest.config.mjs': `export default { test: { projects: ['./one/vitest.config.mjs', { test: { name: 'two', globals: true, include: ['src/named.test.ts'] } }] } };`,
        'one/vitest.config.mjs': `export default { plugins: [{ name: 'own', transform() {} }], test: { name: 'one', globals: true, include: ['../src/deposit.test.ts'] } };`,
      });
      // The second time, modules come from Vitest's cache.
      for (const turn of ['first', 'second']) {
        const cache = join(app.root, '.testmon/cache');
        const run = await runApp(app, {
          probes: { ...probes, cache },
          keepCache: true,
          runnerArguments: [`--pool=${pool}`],
        });
        expect(run.outcome, `${turn}\n${run.output}`).toBe('passed');
        expectAccountFunctions(run);
      }
    },
  );

  it('collects executed branches of a function', async () => {
    const branches = {
      'src/price.ts': `export function price(kind: 'a' | 'b' | 'c', count: number): number {
  if (count < 0) throw new Error('no');
  switch (kind) {
    case 'a':
      return count > 9 ? 1 : 2;
    case 'b': {
      try { JSON.parse('{') } catch { count++ }
    }
    default: return count;
  }
}
`,
      'src/price.test.ts': `import { expect, test } from 'vitest';
import { price } from './price';
test('a', () => { expect(price('a', 1)).toBe(2); });
test('b', () => { expect(price('b', 1)).toBe(2); });`,
    };
    const run = await runApp(make(branches), { probes });
    expect(run.outcome, run.output).toBe('passed');
    expect(collectedOf(run, 'price.test.ts')['packages/app/src/price.ts']).toEqual(
      [
        '',
        '/rest',
        '/rest/case',
        '/rest/case/else',
        '/rest/case#2',
        '/rest/case#2/catch',
        '/rest/case#3',
      ].map((branch) => `price()${branch}`),
    );
  });

  it('collects functions that the last hooks execute', async () => {
    const run = await runApp(make(), { probes, runnerArguments: ['--sequence.hooks=list'] });
    expect(collectedOf(run, 'named.test.ts')['packages/app/src/account.ts']).toContain('months()');
  });

  it('collects functions of the original that a mocked module executes', async () => {
    const mocking = {
      'src/actual.test.ts': `import { expect, test, vi } from 'vitest';
import { round } from './round';
vi.mock('./round', async (original) => ({ ...(await original<object>()), unused: 1 }));
test('actual', () => { expect(round(1.2)).toBe(1); });`,
      'src/automock.test.ts': `import { expect, test, vi } from 'vitest';
import { round } from './round';
vi.mock('./round');
test('automock', () => { expect(round(1.2)).toBe(undefined); });`,
      'src/replaced.test.ts': `import { expect, test, vi } from 'vitest';
import { Account } from './account';
vi.mock('./round', () => ({ round: () => 7 }));
test('replaced', () => { const a = new Account(); a.deposit(1); expect(a.balance).toBe(7); });`,
    };
    const run = await runApp(make(mocking), { probes });
    expect(run.outcome, run.output).toBe('passed');
    const path = 'packages/app/src/round.ts';
    const bodiesOf = (name: string) => collectedOf(run, name)[path];
    expect(bodiesOf('actual.test.ts')).toEqual(['round()']);
    expect(bodiesOf('automock.test.ts')).toEqual([]);
    expect(bodiesOf('replaced.test.ts')).toBeUndefined();
  });

  it('collects nothing of a module that is also loaded by another name', async () => {
    const twice = {
      'src/twice.test.ts': `import { expect, test } from 'vitest';
import { round } from './round';
test('twice', async () => {
  const again = await import('./round?again');
  expect([again.round(1.2), typeof round]).toEqual([1, 'function']);
});`,
    };
    const run = await runApp(make(twice), { probes });
    expect(run.outcome, run.output).toBe('passed');
    expect(collectedOf(run, 'twice.test.ts')).not.toHaveProperty(['packages/app/src/round.ts']);
  });
});
