import { chmodSync, copyFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { TemporaryFolder } from '../tools/testing/temporary-folder';
import { chainWorkspace, linkName } from './harness/chain-workspace';
import { holdExclusiveLock } from './harness/exclusive-lock';
import { usualNxVersion } from './harness/nx-versions';
import { transcript } from './harness/run-nx';
import { compareSnapshots, takeSnapshot } from './harness/snapshot';
import { type ReportedRun, runReported, selectedFiles } from './harness/task-reports';
import { createWorkspace, type TestWorkspace } from './harness/workspace';

const projects = 16;
const testFiles = projects * 2;
const everyProject = [
  'run-many',
  '-t',
  'testmon',
  '--parallel=16',
  '--outputStyle=static',
  '--skip-nx-cache',
];
const readOnly = [...everyProject, '--nocollect'];
/**
 * Paths that comparisons ignore: the files of Nx, and the folders in which Vite compiles configurations, as
 * it does without nx-testmon. Everything else is compared, including `node_modules`.
 */
const othersOwn = [
  '.nx',
  'node_modules/.vite-temp',
  ...Array.from({ length: projects }, (_, index) => `libs/${linkName(index + 1)}/node_modules/.vite-temp`),
];

let workspace: TestWorkspace;
let database: string;

beforeAll(async () => {
  workspace = await createWorkspace(usualNxVersion, chainWorkspace(projects));
  database = join(workspace.root, '.testmon/testmondata.db');
});
afterAll(() => workspace?.close());

function expectReadOnlyRun(run: ReportedRun): void {
  expect(run.code, transcript(run)).toBe(0);
  expect(run.stdout + run.stderr).not.toMatch(/database is locked|SQLITE_|readonly database/i);
  expect(run.reports, transcript(run)).toHaveLength(projects);
  expect(new Set(run.reports.map(({ execId }) => execId)).size).toBe(1);
  expect(run.reports.every(({ collect }) => !collect)).toBe(true);
}

test('without a database, --nocollect runs everything and creates no database', async () => {
  const before = takeSnapshot(workspace.root, othersOwn);
  const run = await runReported(workspace, readOnly);
  expectReadOnlyRun(run);
  expect(selectedFiles(run)).toHaveLength(testFiles);
  expect(existsSync(join(workspace.root, '.testmon'))).toBe(false);
  expect(compareSnapshots(before, takeSnapshot(workspace.root, othersOwn))).toEqual([]);
});

test('16 tasks collect at the same time and lose nothing', async () => {
  const run = await runReported(workspace, everyProject);
  expect(run.code, transcript(run)).toBe(0);
  expect(selectedFiles(run)).toHaveLength(testFiles);
  const again = await runReported(workspace, readOnly);
  expectReadOnlyRun(again);
  expect(selectedFiles(again)).toEqual([]);
});

test('while another process holds the database, --nocollect selects correctly and changes nothing', async () => {
  const lock = await holdExclusiveLock(workspace, database);
  try {
    const before = takeSnapshot(workspace.root, othersOwn);
    const run = await runReported(workspace, readOnly);
    expectReadOnlyRun(run);
    expect(selectedFiles(run), transcript(run)).toEqual([]);
    expect(compareSnapshots(before, takeSnapshot(workspace.root, othersOwn))).toEqual([]);
  } finally {
    await lock.release();
  }
});

test('--nocollect runs the selected test files and changes nothing', async () => {
  workspace.edit('libs/link-01/src/height.ts', 'return 1;', 'return 2 - 1;');
  const before = takeSnapshot(workspace.root, othersOwn);
  const run = await runReported(workspace, readOnly);
  const after = takeSnapshot(workspace.root, othersOwn);
  workspace.edit('libs/link-01/src/height.ts', 'return 2 - 1;', 'return 1;');
  expectReadOnlyRun(run);
  expect(selectedFiles(run)).toHaveLength(projects);
  expect(compareSnapshots(before, after)).toEqual([]);
});

test('--nocollect uses a read-only copy of the store and does not change it', async () => {
  using temporary = new TemporaryFolder();
  const folder = temporary.root;
  const copy = temporary.path('testmondata.db');
  copyFileSync(database, copy);
  chmodSync(copy, 0o444);
  chmodSync(folder, 0o555);
  try {
    const before = [takeSnapshot(folder), takeSnapshot(workspace.root, othersOwn)] as const;
    const run = await runReported(workspace, readOnly, { env: { NX_TESTMON_DATAFILE: copy } });
    expectReadOnlyRun(run);
    expect(selectedFiles(run), transcript(run)).toEqual([]);
    expect(compareSnapshots(before[0], takeSnapshot(folder))).toEqual([]);
    expect(compareSnapshots(before[1], takeSnapshot(workspace.root, othersOwn))).toEqual([]);
  } finally {
    chmodSync(folder, 0o755);
  }
});
