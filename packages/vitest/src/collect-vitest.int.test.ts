import { join } from 'node:path';
import type { RunResult } from '@nx-testmon/core';
import { afterEach, describe, expect, it } from 'vitest';
import {
  installations,
  runApp,
  temporaryWorkspace,
  type TemporaryWorkspace,
} from './temporary-workspace.testing';

const probes = join(__dirname, '../../graph/dist/index.js');

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
  const found = results.find(({ testFile }) => testFile.endsWith(name));
  expect(found?.collected, JSON.stringify(results)).toBeDefined();
  return found!.collected!;
}

describe.each(installations)('collecting with Vitest $version', ({ folder }) => {
  let workspace: TemporaryWorkspace | undefined;
  const make = (more: Readonly<Record<string, string>> = {}): TemporaryWorkspace =>
    (workspace = temporaryWorkspace(folder, {
      'vitest.config.mjs': 'export default {};',
      ...files,
      ...more,
    }));
  afterEach(() => workspace?.dispose());

  it.each(['threads', 'forks', 'vmThreads', 'vmForks'])(
    'sees which bodies ran, in the pool %s',
    async (pool) => {
      const run = await runApp(make(), { probes, runnerArguments: [`--pool=${pool}`] });
      expect(run.outcome, run.output).toBe('passed');
      expect(collectedOf(run, 'deposit.test.ts')).toEqual({
        'packages/app/src/account.ts': ['Account.deposit()', 'Account.get balance()'],
        'packages/app/src/round.ts': ['round()'],
      });
      expect(collectedOf(run, 'named.test.ts')).toEqual({
        'packages/app/src/account.ts': ['kinds(2)', 'named.savings()', 'months()', 'first()'],
        'packages/app/src/round.ts': [],
      });
    },
  );

  it('sees what hooks ran that are called last', async () => {
    const run = await runApp(make(), { probes, runnerArguments: ['--sequence.hooks=list'] });
    expect(collectedOf(run, 'named.test.ts')['packages/app/src/account.ts']).toContain('months()');
  });

  it('leaves lines and columns of errors as they are', async () => {
    const throwing = {
      'src/close.test.ts': `import { expect, test } from 'vitest';
import { Account } from './account';
test('stack', async () => {
  const error = await new Account().close().catch((error: Error) => error);
  expect(/account\\.ts:\\d+:\\d+/.exec((error as Error).stack!)![0]).toBe('account.ts:8:25');
});`,
    };
    for (const one of [undefined, probes]) {
      const run = await runApp(make(throwing), { probes: one });
      expect(run.outcome, run.output).toBe('passed');
    }
  });

  it('collects nothing where coverage is measured, and says so', async () => {
    const run = await runApp(
      make({
        'vitest.config.mjs': `export default { test: { coverage: { provider: 'custom', customProviderModule: './c.mjs', enabled: true } } };`,
        'c.mjs': `export default { getProvider: () => ({ name: 'c', initialize() {}, resolveOptions: () => ({ reporter: [] }), clean() {}, onAfterSuiteRun() {}, generateCoverage() {}, reportCoverage() {} }) };`,
      }),
      { probes },
    );
    expect(run.notes, run.output).toEqual([expect.stringContaining('coverage')]);
    expect(run.results.every(({ collected }) => collected === undefined)).toBe(true);
  });
});
