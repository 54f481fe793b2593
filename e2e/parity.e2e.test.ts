import { execFileSync, spawn } from 'node:child_process';
import { existsSync, readFileSync, renameSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { TemporaryFolder } from '../tools/testing/temporary-folder';
import { type ProcessResult, runProcess, shellEnvironment } from './harness/child-process';
import { usualNxVersion } from './harness/nx-versions';
import { transcript } from './harness/run-nx';
import { shopTestFiles, shopWorkspace } from './harness/shop-workspace';
import { compareSnapshots, takeSnapshot } from './harness/snapshot';
import { createWorkspace, type TestWorkspace } from './harness/workspace';

/** Paths that Nx, Vite and npm write. Comparisons of snapshots ignore them. */
const othersOwn = [
  '.nx',
  'node_modules/.vite-temp',
  ...['numbers', 'prices', 'shop'].map((name) => `libs/${name}/node_modules`),
];
const shopFiles = ['libs/shop/src/bill.test.ts', 'libs/shop/src/greeting.test.ts'];
const allFiles = shopTestFiles.map((file) => `libs/${file}`);

let workspace: TestWorkspace;

beforeAll(async () => {
  workspace = await createWorkspace(usualNxVersion, shopWorkspace('npm-workspaces'));
  // Adds an import of a package that only one test reaches and that Vitest does not need.
  workspace.write(
    'libs/shop/src/greeting.ts',
    `import semver from 'semver';\n\nexport function greeting(): string {\n  return semver.valid('1.0.0') ? 'welcome' : '';\n}\n`,
  );
  for (const args of [
    ['init', '-q'],
    ['add', '-A'],
    ['commit', '-q', '-m', 'base'],
  ])
    git(...args);
});
afterAll(() => workspace?.close());

function git(...args: readonly string[]): void {
  execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.com', ...args], {
    cwd: workspace.root,
  });
}

function environment(root: string): Record<string, string> {
  const shell = shellEnvironment();
  const path = [join(root, 'node_modules/.bin'), shell['PATH']].join(delimiter);
  return { ...shell, PATH: path, NX_DAEMON: 'false', NX_TUI: 'false', NX_NO_CLOUD: 'true' };
}

/** Runs a command of the document without `npx`, because the installed programs are on the PATH. */
function sh(command: string, root = workspace.root): Promise<ProcessResult> {
  const words = command.replace(/\bnpx /, '');
  return runProcess('sh', ['-c', words], { cwd: root, env: environment(root) });
}

async function passes(command: string, root?: string): Promise<string> {
  const result = await sh(command, root);
  expect(result.code, `${command}\n${transcript(result)}`).toBe(0);
  return result.stdout;
}

async function selected(command: string, root?: string): Promise<string[]> {
  const { projects } = JSON.parse(await passes(command, root)) as {
    projects: { selected: { file: string }[] }[];
  };
  return projects.flatMap((one) => one.selected.map(({ file }) => file)).sort();
}

/** Runs a check while a file is edited, and restores the file. */
async function whileEdited(
  path: string,
  from: string,
  to: string,
  check: () => Promise<void>,
): Promise<void> {
  const before = workspace.read(path);
  workspace.edit(path, from, to);
  try {
    await check();
  } finally {
    workspace.write(path, before);
  }
}

interface Row {
  readonly title: string;
  readonly commands: readonly string[];
  readonly check: (...commands: string[]) => Promise<void>;
}

const table: readonly Row[] = [
  {
    title: '`--testmon`',
    commands: ['npx nx run-many -t testmon'],
    async check(run) {
      const uncached = `${run} --skip-nx-cache --outputStyle=static`;
      const first = await passes(uncached);
      expect(first.match(/\d facts? stored/g), first).toHaveLength(3);
      const again = await passes(uncached);
      expect(again.match(/testmon: 0 of \d+ test files? selected/g), again).toHaveLength(3);
      // Without `nx.json`, the following commands do not start Nx. Projects and facts are the same.
      renameSync(join(workspace.root, 'nx.json'), join(workspace.root, 'nx.json.away'));
      expect(await selected('npx testmon select --json')).toEqual([]);
    },
  },
  {
    title: '`--testmon-nocollect`',
    commands: ['npx testmon run --nocollect', 'npx testmon run --projects @e2e/shop -- -u'],
    async check(nocollect, update) {
      await whileEdited('libs/numbers/src/sum.ts', 'return a * 2', 'return 2 * a', async () => {
        const before = takeSnapshot(workspace.root, othersOwn);
        expect(await passes(nocollect)).toContain('1 of 6 test files selected (1 changed module)');
        expect(await passes(update)).toContain('nocollect (snapshots are updated)');
        expect(compareSnapshots(before, takeSnapshot(workspace.root, othersOwn))).toEqual([]);
      });
    },
  },
  {
    title: '`--testmon-noselect`',
    commands: ['npx testmon run --projects @e2e/shop --noselect'],
    async check(noselect) {
      const out = await passes(noselect);
      expect(out).toContain('2 of 2 test files selected, environment: default, noselect');
      expect(out).toContain('ran 2 of 2 test files');
    },
  },
  {
    title: 'automatic noselect on `-k -m --lf nodeid`',
    commands: [
      'npx testmon run --projects @e2e/shop -- -t greeting',
      'npx testmon run --projects @e2e/shop -- src/bill.test.ts',
    ],
    async check(byName, byFile) {
      expect(await passes(byName)).toContain('noselect (filtered by test name)');
      const out = await passes(byFile);
      expect(out).toContain('noselect (filtered by file)');
      expect(out).toContain('ran 1 of 2 test files');
    },
  },
  {
    title: '`--testmon-forceselect`',
    commands: ['npx testmon run --projects @e2e/shop --forceselect -- -t greeting'],
    async check(forced) {
      expect(await passes(forced)).toContain('0 of 2 test files selected');
      await whileEdited('libs/shop/src/greeting.ts', `'welcome'`, `'wel' + 'come'`, async () => {
        const out = await passes(forced);
        expect(out).toContain('1 of 2 test files selected');
        expect(out).toContain('ran 1 of 2 test files');
      });
    },
  },
  {
    title: '`--no-testmon`',
    commands: [
      'NX_TESTMON=0 npx testmon run --projects @e2e/shop',
      'npx testmon run --projects @e2e/shop --no-testmon',
    ],
    async check(...commands) {
      const before = takeSnapshot(workspace.root, othersOwn);
      for (const command of commands) {
        const out = await passes(command);
        expect(out).toContain('testmon: disabled (enabled: false): running Vitest directly');
        expect(out).toMatch(/Test Files\s+2 passed \(2\)/);
        expect(out).not.toContain('selected (');
      }
      const changes = compareSnapshots(before, takeSnapshot(workspace.root, othersOwn));
      expect(changes.filter((line) => line.includes('.testmon'))).toEqual([]);
    },
  },
  {
    title: '`--testmon-env`, `environment_expression`',
    commands: [
      'DATABASE=a npx testmon run --projects @e2e/shop --environment postgres-16 --environment-variables DATABASE',
      'DATABASE=b npx testmon run --projects @e2e/shop --environment postgres-16 --environment-variables DATABASE --nocollect',
    ],
    async check(one, other) {
      expect(await passes(one)).toContain('2 of 2 test files selected (2 in a changed environment)');
      expect(await passes(one)).toContain('0 of 2 test files selected');
      expect(await passes(other)).toContain('2 of 2 test files selected (2 in a changed environment)');
    },
  },
  {
    title: 'packages and Python version',
    commands: ['npx testmon select --json'],
    async check(select) {
      await whileLocked('node_modules/semver', '99.0.0', async () => {
        // One test file reaches the package. The test runner may have resolved it for all test files of its
        // run.
        const files = await selected(select);
        expect(files).toContain(shopFiles[1]);
        expect(shopFiles).toEqual(expect.arrayContaining(files));
      });
    },
  },
  {
    title: '`testmon_ignore_dependencies`',
    commands: [
      `npx testmon run --projects @e2e/shop --ignore-dependencies 'semv*'`,
      `NX_TESTMON_IGNORE_DEPENDENCIES='semv*' npx testmon run --projects @e2e/shop --nocollect`,
    ],
    async check(run, byVariable) {
      await passes(run);
      await whileLocked('node_modules/semver', '99.0.0', async () => {
        expect(await passes(byVariable)).toContain('0 of 2 test files selected');
        expect(await selected('npx testmon select --json')).toContain(shopFiles[1]);
      });
    },
  },
  {
    title: '`TESTMON_DATAFILE`',
    commands: ['NX_TESTMON_DATAFILE=other/facts.db npx testmon run --projects @e2e/shop'],
    async check(run) {
      const usual = join(workspace.root, '.testmon/testmondata.db');
      const before = readFileSync(usual);
      await passes(run);
      expect(existsSync(join(workspace.root, 'other/facts.db'))).toBe(true);
      expect(readFileSync(usual).equals(before)).toBe(true);
      workspace.remove('other');
    },
  },
  {
    title: 'failing tests always run',
    commands: ['npx testmon run --projects @e2e/shop'],
    async check(run) {
      await whileEdited('libs/shop/src/greeting.ts', `'welcome'`, `'go away'`, async () => {
        expect((await sh(run)).code).toBe(1);
        const again = await sh(run);
        expect(again.code).toBe(1);
        expect(again.stdout).toContain('1 of 2 test files selected (1 failed before)');
      });
      expect(await passes(run)).toContain('0 of 2 test files selected');
    },
  },
  {
    title: 'order by duration, failing first',
    commands: ['npx testmon run --projects @e2e/shop --noselect --nocollect -- --maxWorkers=1'],
    async check(run) {
      const orderOf = (out: string) => [...out.matchAll(/✓ (src\/\w+)\.test\.ts/g)].map(([, name]) => name);
      const bill = ['libs/shop/src/bill.ts', 'round(total', 'round(0 + total'] as const;
      const greeting = ['libs/shop/src/greeting.ts', `'welcome'`, `'wel' + 'come'`] as const;
      const orderAfter = async (edit: readonly [string, string, string]) => {
        let order: (string | undefined)[] = [];
        await whileEdited(...edit, async () => {
          order = orderOf(await passes(run));
        });
        return order;
      };
      // Makes the last run of `greeting.test.ts` fail.
      await whileEdited('libs/shop/src/greeting.ts', `'welcome'`, `'go away'`, async () => {
        expect((await sh('npx testmon run --projects @e2e/shop --noselect')).code).toBe(1);
      });
      expect(await orderAfter(bill)).toEqual(['src/greeting', 'src/bill']);
      await passes('npx testmon run --projects @e2e/shop --noselect');
      expect(await orderAfter(bill)).toEqual(['src/bill', 'src/greeting']);
      expect(await orderAfter(greeting)).toEqual(['src/greeting', 'src/bill']);
    },
  },
  {
    title: 'new, renamed, deleted tests',
    commands: ['npx testmon select --json --projects @e2e/shop'],
    async check(select) {
      const [from, to] = ['libs/shop/src/greeting.test.ts', 'libs/shop/src/hello.test.ts'];
      const text = workspace.read(from);
      workspace.write(to, text);
      expect(await selected(select)).toEqual([to]);
      workspace.remove(from);
      expect(await selected(select)).toEqual([to]);
      workspace.remove(to);
      expect(await selected(select)).toEqual([]);
      workspace.write(from, text);
      expect(await selected(select)).toEqual([]);
    },
  },
  {
    title: 'savings at `-vv`, this run and all runs',
    commands: ['npx testmon stats', 'npx testmon stats --json'],
    async check(stats, json) {
      const closing = /ran 0 of 2 test files in .+, about .+ saved \(.+ in all runs\)/;
      expect(await passes('npx testmon run --projects @e2e/shop')).toMatch(closing);
      const before = JSON.parse(await passes(json)) as { runs: number; savedMs: number };
      await passes('npx testmon run --projects @e2e/shop');
      const after = JSON.parse(await passes(json)) as { runs: number; savedMs: number; projects: object[] };
      expect(after.runs).toBe(before.runs + 1);
      expect(after.savedMs).toBeGreaterThan(before.savedMs);
      expect(after.projects).toHaveLength(3);
      expect(await passes(stats)).toMatch(/^about .+ saved in \d+ runs since [\s\S]+@e2e\/shop\s+testmon/);
    },
  },
  {
    title: 'interrupt keeps what finished',
    commands: ['npx testmon run --projects @e2e/numbers -- --maxWorkers=2'],
    async check(run) {
      const waits = `import { test } from 'vitest';\ntest('waits', async () => { await new Promise((end) => setTimeout(end, 60_000)); }, 70_000);\n`;
      workspace.write('libs/numbers/src/waits.test.ts', waits);
      try {
        await whileEdited('libs/numbers/src/sum.ts', 'return a * 2', 'return 2 * a', async () => {
          const { code, out } = await interrupt(run, '✓ src/twice.test.ts');
          expect(code, out).toBeGreaterThan(100);
          expect(out).toContain('1 fact stored');
          expect(await selected('npx testmon select --json --projects @e2e/numbers')).toEqual([
            'libs/numbers/src/waits.test.ts',
          ]);
        });
      } finally {
        workspace.remove('libs/numbers/src/waits.test.ts');
      }
    },
  },
  {
    title: 'data version',
    commands: ['npx testmon run --projects @e2e/shop --environment migrated'],
    async check(run) {
      downgradeStore(join(workspace.root, '.testmon/testmondata.db'));
      expect(await selected('npx testmon select --json')).toEqual([]);
      expect(await passes(run)).toContain('2 of 2 test files selected (2 in a changed environment)');
      expect(await selected('npx testmon select --json')).toEqual([]);
      const database = new BetterSqlite3(join(workspace.root, '.testmon/testmondata.db'), { readonly: true });
      expect(database.pragma('user_version', { simple: true })).toBeGreaterThan(6);
      database.close();
    },
  },
  {
    title: 'why a test was selected and why not (issues 95, 62, 93)',
    commands: ['npx testmon explain libs/shop/src/bill.test.ts'],
    async check(explain) {
      expect(await passes(explain)).toContain('would be skipped: nothing it depends on has changed');
      await whileEdited('libs/numbers/src/sum.ts', 'return a + b', 'return b + a', async () => {
        const out = await passes(explain);
        expect(out).toContain('would run: changed: libs/numbers/src/sum.ts#sum()');
        expect(out).toMatch(/← libs\/prices\/src\/total\.ts#/);
      });
    },
  },
  {
    title: 'facts without running the tests (94, 185)',
    commands: ['npx testmon seed --base HEAD --projects @e2e/shop'],
    async check(seed) {
      const other = 'NX_TESTMON_DATAFILE=other/facts.db';
      const out = await passes(`${other} ${seed}`);
      expect(out).toMatch(/2 test files assumed passing at [0-9a-f]{12} \(HEAD\) \(seeded, not run\)/);
      const select = `${other} npx testmon select --json --projects @e2e/shop`;
      expect(await selected(select)).toEqual([]);
      await whileEdited('libs/numbers/src/sum.ts', 'return a + b', 'return b + a', async () => {
        expect(await selected(select)).toEqual(shopFiles.slice(0, 1));
      });
      workspace.remove('other');
    },
  },
  {
    title: 'facts across branches (78)',
    commands: ['npx testmon select --json --projects @e2e/numbers,@e2e/prices'],
    async check(select) {
      git('checkout', '-q', '-b', 'other');
      workspace.edit('libs/numbers/src/sum.ts', 'return a * 2', 'return 2 * a');
      git('commit', '-q', '-a', '-m', 'other');
      await passes('npx testmon run --projects @e2e/numbers');
      expect(await selected(select)).toEqual([]);
      git('checkout', '-q', '-');
      expect(await selected(select)).toEqual([]);
    },
  },
  {
    title: 'less sensitivity to packages (183, 216)',
    commands: ['npx testmon select --json'],
    async check(select) {
      await whileLocked('node_modules/typescript', '99.0.0', async () => {
        expect(await selected(select)).toEqual([]);
      });
      await whileLocked('node_modules/vitest', '99.0.0', async () => {
        expect(await selected(select)).toEqual(allFiles);
      });
    },
  },
  {
    title: 'data files (12)',
    commands: [
      `npx testmon run --projects @e2e/shop --depends-on-files '{projectRoot}/sql/*.sql'`,
      `npx testmon run --projects @e2e/shop --depends-on-files '{projectRoot}/sql/*.sql' --nocollect`,
    ],
    async check(run, readOnly) {
      workspace.write('libs/shop/sql/one.sql', 'select 1');
      await passes(run);
      expect(await passes(readOnly)).toContain('0 of 2 test files selected');
      workspace.write('libs/shop/sql/two.sql', 'select 2');
      expect(await passes(readOnly)).toContain('2 of 2 test files selected');
      workspace.remove('libs/shop/sql');
    },
  },
  {
    title: 'paths that move between machines (266)',
    commands: ['npx testmon select --json --projects @e2e/prices'],
    async check(select) {
      using folder = new TemporaryFolder();
      const elsewhere = folder.path('workspace');
      renameSync(workspace.root, elsewhere);
      try {
        expect(await selected(select, elsewhere)).toEqual([]);
      } finally {
        renameSync(elsewhere, workspace.root);
      }
    },
  },
  {
    title: 'no hidden writes (121, 226)',
    commands: [
      'npx testmon select',
      'npx testmon stats',
      'npx testmon explain libs/shop/src/greeting.test.ts',
    ],
    async check(...commands) {
      const before = takeSnapshot(workspace.root, othersOwn);
      for (const command of commands) await passes(command);
      expect(compareSnapshots(before, takeSnapshot(workspace.root, othersOwn))).toEqual([]);
    },
  },
];

interface LockedPackage {
  version: string;
}

function readLockfile(): { packages: Record<string, LockedPackage> } {
  return JSON.parse(workspace.read('package-lock.json')) as { packages: Record<string, LockedPackage> };
}

function lockedPackage(path: string): LockedPackage {
  const found = readLockfile().packages[path];
  if (found === undefined) throw new Error(`${path} is not in the lockfile`);
  return found;
}

async function whileLocked(path: string, version: string, check: () => Promise<void>): Promise<void> {
  const before = workspace.read('package-lock.json');
  const lockfile = readLockfile();
  lockfile.packages[path] = { ...lockedPackage(path), version };
  workspace.write('package-lock.json', JSON.stringify(lockfile));
  try {
    await check();
  } finally {
    workspace.write('package-lock.json', before);
  }
}

/** Converts a store to schema 6. The result has the tables of a store that a run with schema 6 wrote. */
function downgradeStore(file: string): void {
  const former = join(__dirname, '../packages/store/src/migration/fixtures/schema-6.db');
  const database = new BetterSqlite3(file);
  database.prepare('ATTACH ? AS former').run(former);
  const files = database.prepare("SELECT sql FROM former.sqlite_master WHERE name = 'file'").pluck().get();
  database.exec(
    `ALTER TABLE fact DROP COLUMN fallbacks; DROP TABLE fallback;
    ALTER TABLE fact DROP COLUMN sequence; DROP TABLE file; ${String(files)}; PRAGMA user_version = 6`,
  );
  const schemaOf = (schema: string) =>
    database.prepare(`SELECT type, name, tbl_name, sql FROM ${schema}.sqlite_master ORDER BY name`).all();
  expect(schemaOf('main')).toEqual(schemaOf('former'));
  database.close();
}

/** Runs a command and sends SIGINT, as Ctrl-C does, when it has printed a text. */
function interrupt(command: string, text: string): Promise<{ readonly code: number; readonly out: string }> {
  const [program = '', ...words] = command.replace(/^npx /, '').split(' ');
  const child = spawn(join(workspace.root, 'node_modules/.bin', program), words, {
    cwd: workspace.root,
    env: environment(workspace.root),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  let isSent = false;
  const interruptAfterText = (data: Buffer) => {
    out += data.toString();
    if (!out.includes(text) || isSent) return;
    isSent = true;
    child.kill('SIGINT');
  };
  child.stdout.on('data', interruptAfterText);
  child.stderr.on('data', interruptAfterText);
  return new Promise((resolve) => child.on('close', (code) => resolve({ code: code ?? 128, out })));
}

test('docs/parity.md has the rows of this table, with their commands', () => {
  const lines = readFileSync(join(__dirname, '../docs/parity.md'), 'utf8').split('\n');
  const rows = lines
    .filter((line) => line.startsWith('| ') && !line.startsWith('| pytest-testmon |'))
    .map((line) => line.split(' | '))
    .map(([title = '', , commands = '']) => [
      title.replace(/^\| /, ''),
      [...commands.matchAll(/`([^`]+)`/g)].map(([, command]) => command),
    ]);
  expect(rows).toEqual(table.map(({ title, commands }) => [title, [...commands]]));
});

// All rows use one workspace, one after another. Each row leaves the code unchanged.
test.each(table)('$title', async ({ commands, check }) => {
  await check(...commands);
});
