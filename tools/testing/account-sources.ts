/**
 * Sources with each kind of function, and two test files that execute a part of them. The functions of the test runner
 * must be global.
 */
export const accountSources: Readonly<Record<string, string>> = {
  'src/account.ts': `import { round } from './round';
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
`,
  'src/round.ts': `export const round = (amount: number): number => Math.round(amount);\nexport function unused() {}\n`,
  'src/deposit.test.ts': `import { Account } from './account';
test('deposit', () => { const a = new Account(); a.deposit(1.2); expect(a.balance).toBe(1); });`,
  'src/named.test.ts': `import { months, named } from './account';
test('named', () => { expect(named.savings()).toBe('savings'); });
afterAll(() => { [...months()]; });`,
};

/** The functions that each of the test files executes, by module in `packages/app`. */
export const accountFunctions = {
  'deposit.test.ts': {
    'packages/app/src/account.ts': ['Account.deposit()', 'Account.get balance()'],
    'packages/app/src/round.ts': ['round()'],
  },
  'named.test.ts': {
    'packages/app/src/account.ts': ['kinds(2)', 'named.savings()', 'months()', 'first()'],
    'packages/app/src/round.ts': [],
  },
} as const;
