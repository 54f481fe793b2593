import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runProcess, shellEnvironment } from './harness/child-process';
import { usualNxVersion } from './harness/nx-versions';
import { transcript } from './harness/run-nx';
import { compareSnapshots, takeSnapshot } from './harness/snapshot';
import { describeSelection, type ReportedRun, selectedFiles, withReports } from './harness/task-reports';
import { createWorkspace, type TestWorkspace } from './harness/workspace';

const account = `export class Account {
  balance = 0;
  deposit(amount: number): void {
    this.balance += amount;
  }
  withdraw(amount: number): void {
    this.balance -= amount;
  }
}
`;

/** Two test files, each for one method of a class in another package. */
function packageFiles(name: string, head: string, equal: string): Record<string, string> {
  const testOf = (act: string) => `${head}
import { Account } from '@e2e/ledger';
test('balance', () => {
  const account = new Account();
  ${act}
  ${equal}(account.balance, 1);
});
`;
  return {
    [`libs/${name}/src/deposit.test.ts`]: testOf('account.deposit(1);'),
    [`libs/${name}/src/withdraw.test.ts`]: testOf('account.withdraw(-1);'),
  };
}

const asserts = `import assert from 'node:assert';\nconst equal = assert.equal;`;
const all = ['cart', 'desk', 'shop'].flatMap((name) => [
  `${name}/src/deposit.test.ts`,
  `${name}/src/withdraw.test.ts`,
]);

let workspace: TestWorkspace;

beforeAll(async () => {
  workspace = await createWorkspace(usualNxVersion, {
    projects: ['ledger', 'shop', 'cart', 'desk'],
    jest: ['shop'],
    node: ['desk'],
    links: 'npm-workspaces',
    files: {
      'libs/ledger/src/index.ts': `export { Account } from './account.ts';\n`,
      'libs/ledger/src/account.ts': account,
      ...packageFiles('shop', asserts, 'equal'),
      ...packageFiles('cart', `import { test } from 'vitest';\n${asserts}`, 'equal'),
      ...packageFiles('desk', `import { test } from 'node:test';\n${asserts}`, 'equal'),
    },
  });
  workspace.remove('nx.json');
  workspace.remove('libs/ledger/vitest.config.mts');
  for (const args of [
    ['init', '-q'],
    ['add', '-A'],
    ['commit', '-q', '-m', 'base'],
  ])
    execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.com', ...args], {
      cwd: workspace.root,
    });
});
afterAll(() => workspace?.close());

function testmon(args: readonly string[], env: Record<string, string> = {}): Promise<ReportedRun> {
  return withReports((reportEnv) =>
    runProcess(join(workspace.root, 'node_modules/.bin/testmon'), args, {
      cwd: workspace.root,
      env: { ...shellEnvironment(), ...reportEnv, ...env },
    }),
  );
}

async function selectedAfter(path: string, from: string, to: string): Promise<string[]> {
  const text = workspace.read(path);
  workspace.edit(path, from, to);
  try {
    const after = await testmon(['run', '--nocollect']);
    expect(after.reports, transcript(after)).toHaveLength(3);
    return selectedFiles(after);
  } finally {
    workspace.write(path, text);
  }
}

test('packages with three test runners collect without nx.json, and the next run selects nothing', async () => {
  const first = await testmon(['run']);
  expect(first.code, transcript(first)).toBe(0);
  expect(selectedFiles(first)).toEqual(all);
  const again = await testmon(['run', '--nocollect']);
  expect(again.code, transcript(again)).toBe(0);
  expect(again.reports).toHaveLength(3);
  expect(selectedFiles(again), describeSelection(again)).toEqual([]);
});

test('an edited function selects the test files that executed it, in every test runner', async () => {
  const path = 'libs/ledger/src/account.ts';
  const withdrawing = all.filter((file) => file.includes('withdraw'));
  expect(await selectedAfter(path, 'balance -= amount', 'balance -= +amount')).toEqual(withdrawing);
  expect(await selectedAfter(path, 'balance = 0', 'balance = -0')).toEqual(all);
});

test('seed assumes that the test files of all three test runners pass at a commit', async () => {
  const store = { NX_TESTMON_DATAFILE: 'other/facts.db' };
  try {
    const seeded = await testmon(['seed', '--base', 'HEAD'], store);
    expect(seeded.code, transcript(seeded)).toBe(0);
    expect(seeded.stdout).toMatch(
      /6 test files assumed passing at [0-9a-f]{12} \(HEAD\) \(seeded, not run\)/,
    );
    const run = await testmon(['run', '--nocollect'], store);
    expect(run.reports, transcript(run)).toHaveLength(3);
    expect(selectedFiles(run), describeSelection(run)).toEqual([]);
  } finally {
    rmSync(join(workspace.root, 'other'), { recursive: true, force: true });
  }
});

test('a Jest run with a test name filter selects only with --forceselect', async () => {
  const jest = ['run', '--projects', '@e2e/shop', '--nocollect'];
  const filtered = await testmon([...jest, '--', '-t', 'balance']);
  expect(filtered.stdout, transcript(filtered)).toContain('2 of 2 test files selected');
  const forced = await testmon([...jest, '--forceselect', '--', '-t', 'balance']);
  expect(forced.code, transcript(forced)).toBe(0);
  expect(forced.stdout).toContain('0 of 2 test files selected');
});

test('with --no-testmon, Jest runs directly and nothing is written', async () => {
  const others = ['node_modules', ...['cart', 'desk', 'shop'].map((name) => `libs/${name}/node_modules`)];
  const before = takeSnapshot(workspace.root, others);
  const off = await testmon(['run', '--projects', '@e2e/shop', '--no-testmon']);
  expect(off.code, transcript(off)).toBe(0);
  expect(off.stdout).toContain('testmon: disabled (enabled: false): running Jest directly');
  expect(off.stdout + off.stderr).toMatch(/Tests:\s+2 passed, 2 total/);
  expect(compareSnapshots(before, takeSnapshot(workspace.root, others))).toEqual([]);
});
