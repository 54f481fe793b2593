import type { Files, WorkspacePlan } from './workspace';

function testOf(name: string, from: string, expectation: string): string {
  return `import { expect, test } from 'vitest';\nimport { ${name} } from '${from}';\n\ntest('${name}', () => ${expectation});\n`;
}

const files: Files = {
  'libs/numbers/src/index.ts': `export * from './sum';\nexport { round } from './round';\nexport { rate } from './rate';\n`,
  'libs/numbers/src/sum.ts': `// Adds.
export function sum(a: number, b: number): number {
  return a + b;
}

export function twice(a: number): number {
  return a * 2;
}
`,
  'libs/numbers/src/round.ts': `export function round(a: number): number {\n  return Math.round(a * 100) / 100;\n}\n`,
  'libs/numbers/src/round-up.ts': `export function round(a: number): number {\n  return Math.ceil(a * 100) / 100;\n}\n`,
  'libs/numbers/src/rate.ts': `import rates from './rates.json';\n\nexport function rate(country: 'at' | 'ch'): number {\n  return rates[country];\n}\n`,
  'libs/numbers/src/rates.json': `{ "at": 20, "ch": 8 }\n`,
  'libs/numbers/src/sum.test.ts': testOf('sum', './index', 'expect(sum(1, 2)).toBe(3)'),
  'libs/numbers/src/twice.test.ts': testOf('twice', './sum', 'expect(twice(2)).toBe(4)'),
  'libs/numbers/src/round.test.ts': testOf('round', './index', 'expect(round(1.25)).toBe(1.25)'),
  'libs/numbers/src/round-direct.test.ts': testOf('round', './round', 'expect(round(1.25)).toBe(1.25)'),
  'libs/numbers/src/round-up.test.ts': testOf('round', './round-up', 'expect(round(1.25)).toBe(1.25)'),
  'libs/numbers/src/rate.test.ts': testOf('rate', './rate', `expect(rate('at')).toBeGreaterThan(10)`),

  'libs/prices/src/index.ts': `export { total } from './total';\nexport { currency } from './currency';\n`,
  'libs/prices/src/total.ts': `import { sum } from '@e2e/numbers';

export function total(prices: readonly number[]): number {
  return prices.reduce((all, price) => sum(all, price), 0);
}
`,
  'libs/prices/src/currency.ts': `export const currency = 'EUR';\n`,
  'libs/prices/src/total.test.ts': testOf('total', './total', 'expect(total([1, 2])).toBe(3)'),
  'libs/prices/src/currency.test.ts': testOf('currency', './currency', `expect(currency).toBe('EUR')`),

  'libs/shop/src/index.ts': `export * from './bill';\n`,
  'libs/shop/src/bill.ts': `import { round } from '@e2e/numbers';
import { total } from '@e2e/prices';

export function bill(prices: readonly number[]): number {
  return round(total(prices));
}
`,
  'libs/shop/src/bill.test.ts': testOf('bill', './bill', 'expect(bill([1, 2])).toBe(3)'),
  'libs/shop/src/greeting.ts': `export function greeting(): string {\n  return 'welcome';\n}\n`,
  'libs/shop/src/greeting.test.ts': testOf('greeting', './greeting', `expect(greeting()).toBe('welcome')`),
};

/** All test files of the shop workspace, without `libs/`, sorted. */
export const shopTestFiles = Object.keys(files)
  .filter((path) => path.endsWith('.test.ts'))
  .map((path) => path.replace(/^libs\//, ''))
  .sort();

/**
 * Three projects: `shop` imports `prices` and `numbers`, `prices` imports `numbers`, all through barrels.
 *
 * | test | reaches |
 * |---|---|
 * | numbers: sum | `sum()` through the barrel |
 * | numbers: twice | `twice()` |
 * | numbers: round | `round()` of `round.ts`, through the barrel |
 * | numbers: round-direct | `round()` of `round.ts` |
 * | numbers: round-up | `round()` of `round-up.ts` |
 * | numbers: rate | `rate()` and `rates.json` |
 * | prices: total | `total()`, and `sum()` through the barrel |
 * | prices: currency | only the constant `currency` |
 * | shop: bill | `bill()`, `total()`, `sum()`, and `round()` of `round.ts` |
 * | shop: greeting | only `greeting()` |
 */
export function shopWorkspace(links: WorkspacePlan['links'] = 'paths'): WorkspacePlan {
  return { projects: ['numbers', 'prices', 'shop'], files, links };
}
