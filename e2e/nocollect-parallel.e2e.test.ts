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
 * Left out of the comparison: what Nx keeps, and where Vite compiles a configuration, as it does in a plain
 * run too. Everything else is compared, `node_modules` included.
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

test('without a database --nocollect runs everything and makes none', async () => {
  const before = takeSnapshot(workspace.root, othersOwn);
  const run = await runReported(workspace, readOnly);
  expectReadOnlyRun(run);
  expect(selectedFiles(run)).toHaveLength(testFiles);
  expect(existsSync(join(workspace.root, '.testmon'))).toBe(false);
  expect(compareSnapshots(before, takeSnapshot(workspace.root, othersOwn))).toEqual([]);
});

test('16 tasks collect at once and lose nothing', async () => {
  const run = await runReported(workspace, everyProject);
  expect(run.code, transcript(run)).toBe(0);
  expect(selectedFiles(run)).toHaveLength(testFiles);
  const again = await runReported(workspace, readOnly);
  expectReadOnlyRun(again);
  expect(selectedFiles(again)).toEqual([]);
});

test('beside a writer that holds the database --nocollect selects what it should and changes nothing', async () => {
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

test('with tests to run --nocollect runs them and still changes nothing', async () => {
  workspace.edit('libs/link-01/src/height.ts', 'return 1;', 'return 2 - 1;');
  const before = takeSnapshot(workspace.root, othersOwn);
  const run = await runReported(workspace, readOnly);
  const after = takeSnapshot(workspace.root, othersOwn);
  workspace.edit('libs/link-01/src/height.ts', 'return 2 - 1;', 'return 1;');
  expectReadOnlyRun(run);
  expect(selectedFiles(run)).toHaveLength(projects);
  expect(compareSnapshots(before, after)).toEqual([]);
});

test('a read-only copy of the store serves --nocollect and stays as it was', async () => {
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
