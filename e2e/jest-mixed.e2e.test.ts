import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { usualNxVersion } from './harness/nx-versions';
import { transcript } from './harness/run-nx';
import { describeSelection, runReported, selectedFiles } from './harness/task-reports';
import { createWorkspace, type TestWorkspace } from './harness/workspace';

const run = ['run-many', '-t', 'testmon', '--outputStyle=static', '--skip-nx-cache'];
const ledger = `export class Account {
  balance = 0;
  deposit(amount: number): void {
    this.balance += amount;
  }
  withdraw(amount: number): void {
    this.balance -= amount;
  }
}
export function fee(amount: number): number {
  return amount / 100;
}
`;

function testOf(runner: 'vitest' | 'jest', act: string): string {
  const globals = runner === 'vitest' ? `import { expect, test } from 'vitest';\n` : '';
  return `${globals}import { Account, fee } from '@e2e/ledger';

test('balance', () => {
  const account = new Account();
  ${act}
  expect([account.balance, typeof fee]).toEqual([1, 'function']);
});
`;
}

/** A test that reads a computed path. */
function readingTest(project: string, read: string, expected: string): string {
  const globals = project === 'bank' ? `import { expect, test } from 'vitest';\n` : '';
  return `${globals}import { existsSync, readdirSync, readFileSync } from 'node:fs';

const folder = ['ra', 'tes'].join('');
test('reads', () => {
  expect([${read}, typeof existsSync, typeof readdirSync, typeof readFileSync][0]).toBe(${expected});
});
`;
}

const deposit = 'account.deposit(1);';
const withdraw = 'account.deposit(2); account.withdraw(1);';
const charge = 'account.deposit(fee(100));';
let workspace: TestWorkspace;

beforeAll(async () => {
  workspace = await createWorkspace(usualNxVersion, {
    projects: ['ledger', 'bank', 'shop'],
    jest: ['ledger', 'shop'],
    links: 'paths',
    files: {
      'libs/ledger/src/index.ts': `export * from './account';\n`,
      'libs/ledger/src/account.ts': ledger,
      'libs/bank/src/deposit.test.ts': testOf('vitest', deposit),
      'libs/bank/src/withdraw.test.ts': testOf('vitest', withdraw),
      'libs/bank/src/fee.test.ts': testOf('vitest', charge),
      'libs/shop/src/deposit.test.ts': testOf('jest', deposit),
      'libs/shop/src/withdraw.test.ts': testOf('jest', withdraw),
      'libs/shop/src/fee.test.ts': testOf('jest', charge),
      ...Object.fromEntries(
        ['bank', 'shop'].flatMap((name) => [
          [`libs/${name}/rates/euro.txt`, '1'],
          [`libs/${name}/rates/pound.txt`, '2'],
          [
            `libs/${name}/src/euro.test.ts`,
            readingTest(name, `readFileSync(folder + '/euro.txt', 'utf8')`, `'1'`),
          ],
          [`libs/${name}/src/rates.test.ts`, readingTest(name, `readdirSync(folder).length > 1`, 'true')],
          [`libs/${name}/src/yen.test.ts`, readingTest(name, `existsSync(folder + '/yen.txt')`, 'false')],
        ]),
      ),
    },
  });
  const first = await runReported(workspace, run);
  expect(first.code, transcript(first)).toBe(0);
  expect(selectedFiles(first)).toHaveLength(12);
});
afterAll(() => workspace?.close());

async function selectedAfter(from: string, to: string): Promise<string[]> {
  workspace.edit('libs/ledger/src/account.ts', from, to);
  try {
    const after = await runReported(workspace, [...run, '--nocollect']);
    expect(after.reports, transcript(after)).toHaveLength(3);
    return selectedFiles(after);
  } finally {
    workspace.write('libs/ledger/src/account.ts', ledger);
  }
}

test('a run without changes selects nothing, in Vitest and in Jest', async () => {
  const again = await runReported(workspace, [...run, '--nocollect']);
  expect(again.code, transcript(again)).toBe(0);
  expect(selectedFiles(again), describeSelection(again)).toEqual([]);
});

test('an edited function selects the test files that executed it, in Vitest and in Jest', async () => {
  expect(await selectedAfter('this.balance -= amount', 'this.balance -= +amount')).toEqual([
    'bank/src/withdraw.test.ts',
    'shop/src/withdraw.test.ts',
  ]);
  expect(await selectedAfter('return amount / 100', 'return amount / (100 + 0)')).toEqual([
    'bank/src/fee.test.ts',
    'shop/src/fee.test.ts',
  ]);
});

test('an edit of the shape of a class selects all test files that use it, in Vitest and in Jest', async () => {
  expect(await selectedAfter('balance = 0;', 'balance = 0;\n  owner = 1;')).toHaveLength(6);
});

test('an edited or new data file selects the test files that read, list or look it up, in Vitest and in Jest', async () => {
  const selected = async (path: string, text: string): Promise<string[]> => {
    const files = ['bank', 'shop'].map((name) => `libs/${name}/${path}`);
    const before = files.map((file) =>
      existsSync(join(workspace.root, file)) ? workspace.read(file) : undefined,
    );
    for (const file of files) workspace.write(file, text);
    try {
      return selectedFiles(await runReported(workspace, [...run, '--nocollect']));
    } finally {
      files.forEach((file, index) => {
        const old = before[index];
        if (old === undefined) workspace.remove(file);
        else workspace.write(file, old);
      });
    }
  };
  const both = (...names: string[]) =>
    ['bank', 'shop'].flatMap((project) => names.map((name) => `${project}/src/${name}.test.ts`));
  expect(await selected('rates/euro.txt', '3')).toEqual(both('euro'));
  expect(await selected('rates/pound.txt', '3')).toEqual([]);
  expect(await selected('rates/dollar.txt', '3')).toEqual(both('rates'));
  expect(await selected('rates/yen.txt', '3')).toEqual(both('rates', 'yen'));
});
