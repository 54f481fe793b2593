import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { TemporaryFolder } from '../tools/testing/temporary-folder';
import { chainWorkspace, linkName } from './harness/chain-workspace';
import { runProcess, shellEnvironment } from './harness/child-process';
import { holdExclusiveLock } from './harness/exclusive-lock';
import { usualNxVersion } from './harness/nx-versions';
import { transcript } from './harness/run-nx';
import { compareSnapshots, takeSnapshot } from './harness/snapshot';
import { type ReportedRun, withReports } from './harness/task-reports';
import { createWorkspace, type TestWorkspace } from './harness/workspace';

const packages = 6;
const testFiles = packages * 2;
/** Paths that Turborepo and Vite write. Comparisons of snapshots ignore them. */
const othersOwn = [
  '.turbo',
  'node_modules/.cache',
  'node_modules/.vite-temp',
  ...Array.from({ length: packages }, (_, index) => `libs/${linkName(index + 1)}/.turbo`),
  ...Array.from({ length: packages }, (_, index) => `libs/${linkName(index + 1)}/node_modules`),
];

let workspace: TestWorkspace;

beforeAll(async () => {
  workspace = await createWorkspace(usualNxVersion, chainWorkspace(packages), ['turbo@2.11.11']);
  workspace.remove('nx.json');
  const manifest = JSON.parse(workspace.read('package.json')) as object;
  workspace.write('package.json', JSON.stringify({ ...manifest, packageManager: 'npm@10.9.0' }));
  const test = { outputs: [], env: ['NX_TESTMON_*'] };
  workspace.write('turbo.json', JSON.stringify({ envMode: 'strict', tasks: { test } }));
  for (let index = 1; index <= packages; index++) {
    const path = `libs/${linkName(index)}/package.json`;
    const own = JSON.parse(workspace.read(path)) as object;
    workspace.write(path, JSON.stringify({ ...own, scripts: { test: 'testmon run' } }));
  }
});
afterAll(() => workspace?.close());

function run(words: readonly string[], env: Record<string, string> = {}): Promise<ReportedRun> {
  return withReports((reportEnv) => runWithoutReports(words, { ...reportEnv, ...env }));
}

function runWithoutReports([command = '', ...args]: readonly string[], env: Record<string, string> = {}) {
  return runProcess(join(workspace.root, 'node_modules/.bin', command), args, {
    cwd: workspace.root,
    env: { ...shellEnvironment(), TURBO_TELEMETRY_DISABLED: '1', ...env },
  });
}

const turbo = ['turbo', 'run', 'test', '--force', '--concurrency=6', '--no-daemon', '--ui=stream'];
const inOneExecution = ['testmon', 'exec', '--', join('node_modules', '.bin', 'turbo'), ...turbo.slice(1)];
const selected = ({ reports }: ReportedRun) =>
  reports.flatMap((report) => report.selected.map(({ file }) => file)).sort();
const execIds = ({ reports }: ReportedRun) => new Set(reports.map(({ execId }) => execId));

function expectWhole(one: ReportedRun): void {
  expect(one.code, transcript(one)).toBe(0);
  expect(one.stdout + one.stderr).not.toMatch(/database is locked|SQLITE_|readonly database/i);
  expect(one.reports, transcript(one)).toHaveLength(packages);
  expect(execIds(one).size, transcript(one)).toBe(1);
}

test('parallel package scripts of Turborepo collect in one execution and lose nothing', async () => {
  const first = await run(inOneExecution);
  expectWhole(first);
  expect(selected(first)).toHaveLength(testFiles);
  const again = await run(inOneExecution, { NX_TESTMON_NOCOLLECT: '1' });
  expectWhole(again);
  expect(selected(again), transcript(again)).toEqual([]);
  expect(execIds(again)).not.toEqual(execIds(first));
});

test('the tasks of one turbo run share an execution id even without testmon exec', async () => {
  const [one, other] = [await run(turbo), await run(turbo)];
  expectWhole(one);
  expectWhole(other);
  expect(execIds(one)).not.toEqual(execIds(other));
});

test('an edit selects test files of other packages too, and nocollect changes nothing while another process holds the database', async () => {
  workspace.edit('libs/link-01/src/height.ts', 'return 1;', 'return 2 - 1;');
  const lock = await holdExclusiveLock(workspace, join(workspace.root, '.testmon/testmondata.db'));
  try {
    const before = takeSnapshot(workspace.root, othersOwn);
    const readOnly = await run(inOneExecution, { NX_TESTMON_NOCOLLECT: '1' });
    expectWhole(readOnly);
    expect(selected(readOnly)).toHaveLength(packages);
    expect(readOnly.reports.every(({ collect }) => !collect)).toBe(true);
    expect(compareSnapshots(before, takeSnapshot(workspace.root, othersOwn))).toEqual([]);
  } finally {
    await lock.release();
  }
  workspace.edit('libs/link-01/src/height.ts', 'return 2 - 1;', 'return 1;');
});

test('testmon run applies to the current package, and testmon select at the root to all packages', async () => {
  const testmon = join(workspace.root, 'node_modules/.bin/testmon');
  const env = { ...shellEnvironment(), NX_TESTMON_NOCOLLECT: '1' };
  const inPackage = await runProcess(testmon, ['run'], { cwd: join(workspace.root, 'libs/link-02'), env });
  expect(inPackage.code, transcript(inPackage)).toBe(0);
  expect(inPackage.stdout).toContain('0 of 2 test files selected');
  const select = await runProcess(testmon, ['select', '--json'], { cwd: workspace.root, env });
  const { projects } = JSON.parse(select.stdout) as { projects: { project: string; total: number }[] };
  expect(projects.map(({ total }) => total)).toEqual(Array.from({ length: packages }, () => 2));
});

test('another store gets all facts by export and merge, and gc removes none of them', async () => {
  const testmon = join(workspace.root, 'node_modules/.bin/testmon');
  const at = (args: string[], env: Record<string, string> = {}) =>
    runProcess(testmon, args, { cwd: workspace.root, env: { ...shellEnvironment(), ...env } });
  using folder = new TemporaryFolder();
  const other = { NX_TESTMON_DATAFILE: folder.path('other.db') };
  try {
    const exported = await at(['export', folder.path('records')]);
    expect(exported.code, transcript(exported)).toBe(0);
    const merged = await at(['merge', folder.path('records')], other);
    expect(merged.stdout, transcript(merged)).toMatch(/merged 6 files: \d+ new facts, 0 already known/);
    const ask = await at(['select', '--json'], other);
    const { projects } = JSON.parse(ask.stdout) as { projects: { selected: unknown[] }[] };
    expect(projects.flatMap((one) => one.selected)).toEqual([]);
    expect((await at(['merge', folder.path('records')], other)).stdout).toContain('0 new facts');
    workspace.write('libs/link-06/src/gone.test.ts', workspace.read('libs/link-06/src/height.test.ts'));
    const gc = await at(['gc', '--gone-days', '0'], other);
    expect(gc.stdout, transcript(gc)).toMatch(/removed 0 facts; database size: \d+ KB/);
    const nothing = await at(['merge', folder.path('no-such-file.json')], other);
    expect(nothing.code).toBe(2);
    expect(nothing.stderr).toContain('no-such-file.json');
  } finally {
    workspace.remove('libs/link-06/src/gone.test.ts');
  }
});

test('exec ends with the exit code of its command, and reports a command that could not be started', async () => {
  expect((await run(['testmon', 'exec', '--', 'node', '-e', 'process.exit(7)'])).code).toBe(7);
  const unknown = await run(['testmon', 'exec', '--', 'no-such-command']);
  expect(unknown.code).toBe(2);
  expect(unknown.stderr).toContain('no-such-command could not be started');
  expect((await run(['testmon', 'exec'])).code).toBe(2);
  expect(existsSync(join(workspace.root, 'nx.json'))).toBe(false);
});

test('a cache hit restores the records that testmon init lists as outputs', async () => {
  // Vite writes to `node_modules`, which would be an input of the task.
  workspace.write('.gitignore', 'node_modules/\n.turbo/\n');
  const init = await runWithoutReports(['testmon', 'init']);
  expect(init.stdout, transcript(init)).toContain('libs/link-06/turbo.json: added outputs to the task test.');
  // The variable with the path of the reports is different in each run, and Turborepo's cache depends on it.
  const cached = turbo.filter((word) => word !== '--force');
  const miss = await runWithoutReports(cached);
  expect(miss.stdout, transcript(miss)).toContain(`Cached:    0 cached, ${packages} total`);
  workspace.remove('.testmon');
  const hit = await runWithoutReports(cached);
  expect(hit.stdout, transcript(hit)).toContain(`Cached:    ${packages} cached, ${packages} total`);
  expect(hit.stdout + hit.stderr).not.toContain('no output files found');
  // A collecting run merges the restored records.
  const merged = await run(['testmon', 'run']);
  expectWhole(merged);
  expect(selected(merged), transcript(merged)).toEqual([]);
});
