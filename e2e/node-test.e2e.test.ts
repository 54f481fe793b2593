import { afterAll, beforeAll, expect, test } from 'vitest';
import { usualNxVersion } from './harness/nx-versions';
import { transcript } from './harness/run-nx';
import { describeSelection, runReported, selectedFiles } from './harness/task-reports';
import { createWorkspace, type TestWorkspace } from './harness/workspace';

const run = ['run-many', '-t', 'testmon', '--outputStyle=static', '--skip-nx-cache'];
const account = `import { rounded } from './rounded.ts';

export class Account {
  balance = 0;
  deposit(amount: number): void {
    this.balance += rounded(amount);
  }
  withdraw(amount: number): void {
    if (amount > this.balance) throw new Error('not enough');
    this.balance -= amount;
  }
}
`;

function testOf(act: string): string {
  return `import assert from 'node:assert';
import { test } from 'node:test';
import { Account } from '@e2e/ledger';

test('balance', () => {
  const account = new Account();
  ${act}
  assert.equal(account.balance, 1);
});
`;
}

let workspace: TestWorkspace;

beforeAll(async () => {
  workspace = await createWorkspace(usualNxVersion, {
    projects: ['ledger', 'bank', 'desk'],
    node: ['bank', 'desk'],
    links: 'npm-workspaces',
    files: {
      'libs/ledger/src/index.ts': `export { Account } from './account.ts';\n`,
      'libs/ledger/src/account.ts': account,
      'libs/ledger/src/rounded.ts': `export const rounded = (amount: number): number => Math.round(amount);\n`,
      'libs/ledger/src/account.test.ts': `import { expect, test } from 'vitest';
import { Account } from './account.ts';
test('deposit', () => { const a = new Account(); a.deposit(2); expect(a.balance).toBe(2); });
`,
      'libs/bank/src/deposit.test.ts': testOf('account.deposit(1);'),
      'libs/bank/src/withdraw.test.ts': testOf('account.deposit(2); account.withdraw(1);'),
      // CommonJS, with a module that is loaded by `require` and one that a test imports dynamically.
      'libs/desk/src/total.cjs': `function total(prices) {
  return prices.reduce((all, one) => all + one, 0);
}
const tax = (price) => price / 5;
module.exports = { total, tax };
`,
      'libs/desk/src/late.mjs': `export const late = () => 'late';\nexport const never = () => 'never';\n`,
      'libs/desk/old/package.json': '{}',
      'libs/desk/old/names.js': `function full(name) { return name + ' Lovelace'; }
function never() {}
module.exports = { full, never };
`,
      'libs/desk/test/names.mjs': `import assert from 'node:assert';
import { test } from 'node:test';
import names from '../old/names.js';
test('names', () => assert.equal(names.full('Ada'), 'Ada Lovelace'));
`,
      'libs/desk/test/total.cjs': `const assert = require('node:assert');
const { test } = require('node:test');
const { total } = require('../src/total.cjs');
test('total', () => assert.equal(total([1, 2]), 3));
`,
      'libs/desk/test/tax.cjs': `const assert = require('node:assert');
const { test } = require('node:test');
const { tax } = require('../src/total.cjs');
test('tax', async () => {
  assert.equal(tax(10), 2);
  assert.equal((await import('../src/late.mjs')).late(), 'late');
});
`,
    },
  });
  const first = await runReported(workspace, run);
  expect(first.code, transcript(first)).toBe(0);
  expect(selectedFiles(first)).toHaveLength(6);
});
afterAll(() => workspace?.close());

async function selectedAfter(path: string, from: string, to: string): Promise<string[]> {
  const text = workspace.read(path);
  workspace.edit(path, from, to);
  try {
    const after = await runReported(workspace, [...run, '--nocollect']);
    expect(after.reports, transcript(after)).toHaveLength(3);
    return selectedFiles(after);
  } finally {
    workspace.write(path, text);
  }
}

test('a run without changes selects nothing', async () => {
  const again = await runReported(workspace, [...run, '--nocollect']);
  expect(again.code, transcript(again)).toBe(0);
  expect(selectedFiles(again), describeSelection(again)).toEqual([]);
});

test('an edited function selects the test files that executed it, in TypeScript whose types Node strips', async () => {
  const path = 'libs/ledger/src/account.ts';
  expect(await selectedAfter(path, 'balance -= amount', 'balance -= +amount')).toEqual([
    'bank/src/withdraw.test.ts',
  ]);
  expect(await selectedAfter(path, 'not enough', 'too little')).toEqual([]);
  expect(await selectedAfter(path, 'balance = 0;', 'balance = 0;\n  owner = 1;')).toEqual([
    'bank/src/deposit.test.ts',
    'bank/src/withdraw.test.ts',
    'ledger/src/account.test.ts',
  ]);
});

test('an edited function selects the test files that executed it, in CommonJS and in dynamically imported modules', async () => {
  expect(await selectedAfter('libs/desk/src/total.cjs', 'price / 5', 'price / (4 + 1)')).toEqual([
    'desk/test/tax.cjs',
  ]);
  expect(await selectedAfter('libs/desk/src/total.cjs', 'all + one', 'one + all')).toEqual([
    'desk/test/total.cjs',
  ]);
  expect(await selectedAfter('libs/desk/src/late.mjs', `'late'`, `'lat' + 'e'`)).toEqual([
    'desk/test/tax.cjs',
  ]);
  expect(await selectedAfter('libs/desk/src/late.mjs', `'never'`, `'nev' + 'er'`)).toEqual([]);
  expect(await selectedAfter('libs/desk/old/names.js', ' Lovelace', ' Byron')).toEqual([
    'desk/test/names.mjs',
  ]);
  expect(await selectedAfter('libs/desk/old/names.js', 'never() {}', 'never() { return 1; }')).toEqual([]);
});

test('a failing test is reported and selected until it passes', async () => {
  workspace.edit('libs/desk/src/total.cjs', 'price / 5', 'price / 4');
  const failed = await runReported(workspace, run);
  expect(failed.code, transcript(failed)).toBe(1);
  expect(failed.stdout).toContain('tax');
  const again = await runReported(workspace, [...run, '--nocollect']);
  expect(selectedFiles(again)).toEqual(['desk/test/tax.cjs']);
  workspace.edit('libs/desk/src/total.cjs', 'price / 4', 'price / 5');
  expect(selectedFiles(await runReported(workspace, [...run, '--nocollect']))).toEqual([]);
});
