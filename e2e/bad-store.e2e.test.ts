import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { usualNxVersion } from './harness/nx-versions';
import { runNx, transcript } from './harness/run-nx';
import { shopTestFiles, shopWorkspace } from './harness/shop-workspace';
import { compareSnapshots, takeSnapshot } from './harness/snapshot';
import { type ReportedRun, runReported, selectedFiles } from './harness/task-reports';
import { createWorkspace, type TestWorkspace } from './harness/workspace';

const collecting = ['run-many', '-t', 'testmon', '--parallel=2', '--outputStyle=static', '--skip-nx-cache'];
const readOnly = [...collecting, '--nocollect'];

let workspace: TestWorkspace;
let folder: string;
let database: string;

beforeAll(async () => {
  workspace = await createWorkspace(usualNxVersion, shopWorkspace());
  folder = join(workspace.root, '.testmon');
  database = join(folder, 'testmondata.db');
});
afterAll(() => workspace?.close());
beforeEach(async () => {
  rmSync(folder, { recursive: true, force: true });
  const run = await runReported(workspace, collecting);
  expect(run.code, transcript(run)).toBe(0);
});

function expectCalm(run: ReportedRun): void {
  expect(run.code, transcript(run)).toBe(0);
  expect(run.stdout + run.stderr).not.toMatch(/^\s+at .+:\d+:\d+\)?$/m);
}

/** Removes all records, because a new store would get their facts. */
function removeRecords(): void {
  rmSync(join(folder, 'records'), { recursive: true, force: true });
  rmSync(join(folder, 'pending'), { recursive: true, force: true });
}

function filesBelow(path: string) {
  return readdirSync(path, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
}

function contentsBelow(path: string): Buffer[] {
  return filesBelow(path).map((entry) => readFileSync(join(entry.parentPath, entry.name)));
}

test('nx reset keeps the collected facts', async () => {
  const reset = await runNx(workspace, ['reset']);
  expect(reset.code, transcript(reset)).toBe(0);
  const run = await runReported(workspace, collecting);
  expectCalm(run);
  expect(selectedFiles(run)).toEqual([]);
});

test('after the store is deleted, one run selects all test files and the next run none', async () => {
  rmSync(folder, { recursive: true });
  const run = await runReported(workspace, collecting);
  expectCalm(run);
  expect(selectedFiles(run)).toEqual(shopTestFiles);
  expect(selectedFiles(await runReported(workspace, collecting))).toEqual([]);
});

describe.each([
  ['of a newer version', () => setVersion(2_000_000_000), /newer|version/i],
  [
    'that is a text file',
    () => writeFileSync(database, 'not a database, but long enough to look like one\n'.repeat(100)),
    /not a|corrupt|unreadable|damaged/i,
  ],
  [
    'that is cut short',
    () => writeFileSync(database, readFileSync(database).subarray(0, 5000)),
    /not a|corrupt|unreadable|damaged|malformed/i,
  ],
])('a database %s', (_, spoil, reason) => {
  beforeEach(() => {
    removeRecords();
    spoil();
  });

  test('is ignored and kept unchanged by --nocollect, which prints the reason', async () => {
    const before = takeSnapshot(folder);
    const run = await runReported(workspace, readOnly);
    expectCalm(run);
    expect(selectedFiles(run)).toEqual(shopTestFiles);
    expect(run.stdout).toMatch(reason);
    expect(compareSnapshots(before, takeSnapshot(folder))).toEqual([]);
  });

  test('is moved aside by a collecting run, which prints the reason, and the next run selects nothing', async () => {
    const bad = readFileSync(database);
    const run = await runReported(workspace, collecting);
    expectCalm(run);
    expect(selectedFiles(run)).toEqual(shopTestFiles);
    expect(run.stdout).toMatch(reason);
    expect(contentsBelow(folder).some((content) => content.equals(bad))).toBe(true);
    const next = await runReported(workspace, collecting);
    expectCalm(next);
    expect(selectedFiles(next)).toEqual([]);
  });
});

test('a read-only run ignores and reports an untrusted store', async () => {
  const planted = `throw new Error('planted');\n`;
  for (const { parentPath, name } of filesBelow(folder)) writeFileSync(join(parentPath, name), planted);
  rmSync(database);
  withDatabase(`db.exec('CREATE TABLE fact (test TEXT); INSERT INTO fact VALUES (1)')`);
  mkdirSync(join(folder, 'pending'), { recursive: true });
  const hostile = { testmon: 1, execId: 'x', project: '../../..', target: 't', blocks: [], facts: [] };
  writeFileSync(join(folder, 'pending', 't.x.0123456789abcdef.json'), JSON.stringify(hostile));
  const before = takeSnapshot(folder);
  const run = await runReported(workspace, collecting, { env: { NX_TESTMON_NOCOLLECT: '1' } });
  expectCalm(run);
  expect(selectedFiles(run)).toEqual(shopTestFiles);
  expect(run.stdout).toContain('The file is not an nx-testmon store');
  expect(run.stdout + run.stderr).not.toContain('planted');
  expect(compareSnapshots(before, takeSnapshot(folder))).toEqual([]);
});

test('an empty database file is treated like a missing one', async () => {
  removeRecords();
  writeFileSync(database, '');
  const looking = await runReported(workspace, readOnly);
  expectCalm(looking);
  expect(selectedFiles(looking)).toEqual(shopTestFiles);
  expect(readFileSync(database)).toHaveLength(0);
  const run = await runReported(workspace, collecting);
  expectCalm(run);
  expect(selectedFiles(run)).toEqual(shopTestFiles);
  expect(selectedFiles(await runReported(workspace, collecting))).toEqual([]);
});

function setVersion(version: number): void {
  expect(existsSync(database)).toBe(true);
  withDatabase(`db.pragma('user_version = ${version}')`);
}

function withDatabase(statement: string): void {
  const script = `const db = new (require(process.argv[1]))(process.argv[2]); ${statement}; db.close();`;
  execFileSync(process.execPath, [
    '-e',
    script,
    join(workspace.root, 'node_modules/better-sqlite3'),
    database,
  ]);
}
