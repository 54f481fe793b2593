import { join } from 'node:path';
import type { RunResult } from '@nx-testmon/core';
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

const account = `import { round } from './round';
export class Account {
  readonly #history: number[] = [];
  deposit(amount: number) { this.#history.push(round(amount)); }
  get balance(): number {
    return this.#history.reduce((all, one) => all + one, 0);
  }
  async close() { throw new Error('closed'); }
}
export const kinds = [() => 'giro', () => 'savings'];
export const named = { giro() { return kinds[0]!(); }, savings: () => kinds[1]!() };
export function* months(from = first()) { yield from; }
function first() { return 1; }
`;
const files = {
  'src/account.ts': account,
  'src/round.ts': `export const round = (amount: number): number => Math.round(amount);\nexport function unused() {}\n`,
  'src/deposit.test.ts': `import { expect, test } from 'vitest';
import { Account } from './account';
test('deposit', () => { const a = new Account(); a.deposit(1.2); expect(a.balance).toBe(1); });`,
  'src/named.test.ts': `import { afterAll, expect, test } from 'vitest';
import { months, named } from './account';
test('named', () => { expect(named.savings()).toBe('savings'); });
afterAll(() => { [...months()]; });`,
};

function collectedOf({ results }: RunResult, name: string): Readonly<Record<string, readonly string[]>> {
  const found = results.find(({ testFile }) => testFile.path.endsWith(name));
  expect(found?.collected, JSON.stringify(results)).toBeDefined();
  return found!.collected!;
}

describe.each(installations)('collecting with Vitest $version', ({ folder, version }) => {
  let workspace: TemporaryWorkspace | undefined;
  const make = (more: Readonly<Record<string, string>> = {}): TemporaryWorkspace =>
    (workspace = temporaryWorkspace(folder, {
      'vitest.config.mjs': 'export default {};',
      ...files,
      ...more,
    }));
  afterEach(() => workspace?.dispose());

  it.each(['threads', 'forks', 'vmThreads', 'vmForks'])(
    'collects executed functions in the pool %s',
    async (pool) => {
      const run = await runApp(make(), { probes, runnerArguments: [`--pool=${pool}`] });
      expect(run.outcome, run.output).toBe('passed');
      // The pools vmThreads and vmForks of Vitest 4 share one global object, so a file also has the blocks
      // that others executed.
      const isShared = version.startsWith('4.') && pool.startsWith('vm');
      const exactly = (names: string[]) => (isShared ? expect.arrayContaining(names) : names);
      expect(collectedOf(run, 'deposit.test.ts')).toEqual({
        'packages/app/src/account.ts': exactly(['Account.deposit()', 'Account.get balance()']),
        'packages/app/src/round.ts': exactly(['round()']),
      });
      expect(collectedOf(run, 'named.test.ts')).toEqual({
        'packages/app/src/account.ts': exactly(['kinds(2)', 'named.savings()', 'months()', 'first()']),
        'packages/app/src/round.ts': exactly([]),
      });
    },
  );

  it.each(['threads', 'forks'])(
    'includes projects with their own configuration, in the pool %s',
    async (pool) => {
      const app = make({
        'vitest.config.mjs': `export default { test: { projects: ['./one/vitest.config.mjs', { test: { name: 'two', include: ['src/named.test.ts'] } }] } };`,
        'one/vitest.config.mjs': `export default { plugins: [{ name: 'own', transform() {} }], test: { name: 'one', include: ['../src/deposit.test.ts'] } };`,
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
        expect(collectedOf(run, 'deposit.test.ts')).toEqual({
          'packages/app/src/account.ts': ['Account.deposit()', 'Account.get balance()'],
          'packages/app/src/round.ts': ['round()'],
        });
        expect(collectedOf(run, 'named.test.ts')).toEqual({
          'packages/app/src/account.ts': ['kinds(2)', 'named.savings()', 'months()', 'first()'],
          'packages/app/src/round.ts': [],
        });
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
    // Absent is correct too, because every change of the module then counts.
    expect([undefined, ['round()']]).toContainEqual(bodiesOf('actual.test.ts'));
    expect([undefined, []]).toContainEqual(bodiesOf('automock.test.ts'));
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

  it('collects nothing if coverage is measured, and reports the reason', async () => {
    const run = await runApp(
      make({
        'vitest.config.mjs': `export default { test: { coverage: { provider: 'custom', customProviderModule: './c.mjs', enabled: true } } };`,
        'c.mjs': `export default { getProvider: () => ({ name: 'c', initialize() {}, resolveOptions: () => ({ reporter: [] }), clean() {}, onAfterSuiteRun() {}, generateCoverage() {}, reportCoverage() {} }) };`,
      }),
      { probes },
    );
    expect(run.fallbacks, run.output).toEqual([{ fallback: { kind: 'coverage' } }]);
    expect(run.results.every(({ collected }) => collected === undefined)).toBe(true);
  });
});
