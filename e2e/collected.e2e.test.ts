import { afterAll, beforeAll, expect, test } from 'vitest';
import { usualNxVersion } from './harness/nx-versions';
import { transcript } from './harness/run-nx';
import { describeSelection, runReported, selectedFiles } from './harness/task-reports';
import { createWorkspace, type TestWorkspace } from './harness/workspace';

const testFiles = 40;
const withdrawals = 3;
const run = ['run-many', '-t', 'testmon', '--outputStyle=static', '--skip-nx-cache'];
const numbers = Array.from({ length: testFiles }, (_, index) => index);
const testFile = (n: number) => `bank/src/account-${n}.test.ts`;

function testOf(n: number): string {
  const act = n < withdrawals ? 'account.deposit(2); account.withdraw(1);' : 'account.deposit(1);';
  return `import { expect, test } from 'vitest';
import { Account } from '@e2e/ledger';

test('balance ${n}', () => {
  const account = new Account();
  ${act}
  expect(account.balance).toBe(1);
});
`;
}

const account = `export class Account {
  balance = 0;
  deposit(amount: number): void {
    this.balance += amount;
  }
  withdraw(amount: number): void {
    if (amount > this.balance) throw new Error('not enough');
    this.balance -= amount;
  }
}
`;

let workspace: TestWorkspace;

beforeAll(async () => {
  workspace = await createWorkspace(usualNxVersion, {
    projects: ['ledger', 'bank'],
    links: 'paths',
    files: {
      'libs/ledger/src/index.ts': `export * from './account';\n`,
      'libs/ledger/src/account.ts': account,
      'libs/ledger/src/account.test.ts': testOf(withdrawals).replace('@e2e/ledger', './account'),
      ...Object.fromEntries(numbers.map((n) => [`libs/${testFile(n)}`, testOf(n)])),
    },
  });
  const first = await runReported(workspace, run);
  expect(first.code, transcript(first)).toBe(0);
});
afterAll(() => workspace?.close());

async function selectedAfter(from: string, to: string, ...options: readonly string[]): Promise<string[]> {
  workspace.edit('libs/ledger/src/account.ts', from, to);
  try {
    const after = await runReported(workspace, [...run, '--nocollect', ...options]);
    expect(after.reports, transcript(after)).toHaveLength(2);
    return selectedFiles(after);
  } finally {
    workspace.write('libs/ledger/src/account.ts', account);
  }
}

test('editing a method that 3 of 40 test files execute selects these 3, although all load its class', async () => {
  const expected = numbers.slice(0, withdrawals).map(testFile).sort();
  expect(await selectedAfter('this.balance -= amount', 'this.balance -= +amount')).toEqual(expected);
});

test('editing a branch that no test file executes selects nothing, and editing its condition selects the 3', async () => {
  expect(await selectedAfter('not enough', 'too little')).toEqual([]);
  const expected = numbers.slice(0, withdrawals).map(testFile).sort();
  expect(await selectedAfter('amount > this', 'amount >= this')).toEqual(expected);
});

test('editing a method that all test files execute selects all of them', async () => {
  const selected = await selectedAfter('this.balance += amount', 'this.balance += +amount');
  expect(selected).toHaveLength(testFiles + 1);
});

test('editing the shape of the class selects all test files', async () => {
  expect(await selectedAfter('balance = 0;', 'balance = 0;\n  owner = 1;')).toHaveLength(testFiles + 1);
});

test('facts that were collected with --no-probes select every test file that can reach the change', async () => {
  // Facts that were collected with probes are still valid. A new environment has no facts.
  const environment = '--environment=static';
  const again = await runReported(workspace, [...run, '--no-probes', environment]);
  expect(again.code, transcript(again)).toBe(0);
  const nothing = await runReported(workspace, [...run, environment]);
  expect(selectedFiles(nothing), describeSelection(nothing)).toEqual([]);
  const selected = await selectedAfter('this.balance -= amount', 'this.balance -= +amount', environment);
  expect(selected).toHaveLength(testFiles + 1);
});
