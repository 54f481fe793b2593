import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { linkName } from './harness/chain-workspace';
import { holdExclusiveLock } from './harness/exclusive-lock';
import {
  createPackageWorkspace,
  type ManagerName,
  packageManagers,
  type PackageWorkspace,
} from './harness/package-managers';
import { transcript } from './harness/run-nx';
import { compareSnapshots, takeSnapshot } from './harness/snapshot';
import { type ReportedRun, withReports } from './harness/task-reports';

const packages = 2;
/** Paths that Vite, Vitest and the package managers write. Comparisons of snapshots ignore them. */
const othersOwn = [
  'node_modules/.vite-temp',
  'node_modules/.vite',
  'node_modules/.pnpm-task-run-state-v1',
  ...Array.from({ length: packages }, (_, index) => `libs/${linkName(index + 1)}/node_modules`),
];
const repository = { root: resolve(__dirname, '..') };

const selected = ({ reports }: ReportedRun) =>
  reports.flatMap((report) => report.selected.map(({ file }) => file.replace('libs/', ''))).sort();

/** The execution id of a run in which the task of every package ran. */
function execIdOf(run: ReportedRun): string {
  expect(run.code, transcript(run)).toBe(0);
  expect(run.stdout + run.stderr).not.toMatch(/database is locked|SQLITE_|readonly database/i);
  expect(run.reports, transcript(run)).toHaveLength(packages);
  const ids = [...new Set(run.reports.map(({ execId }) => execId))];
  expect(ids, transcript(run)).toHaveLength(1);
  return ids[0]!;
}

describe.each(Object.keys(packageManagers) as ManagerName[])('%s', (name) => {
  const { test: testWords } = packageManagers[name];
  const isPlugAndPlay = name.endsWith('play');
  /** With Plug'n'Play, the loaded modules are not known, so a test file depends on its whole project. */
  const affected = ['link-01', 'link-02'].flatMap((one) => [
    `${one}/src/height.test.ts`,
    ...(isPlugAndPlay ? [`${one}/src/label.test.ts`] : []),
  ]);
  let workspace: PackageWorkspace;

  beforeAll(async () => {
    workspace = await createPackageWorkspace(name, packages);
  });
  afterAll(() => workspace?.close());

  const testAll = (more: Record<string, string> = {}) =>
    withReports((env) => workspace.run(testWords, { ...env, ...more }));

  test('each command is one execution, also with testmon exec, and the second one selects nothing', async () => {
    const first = await testAll();
    const id = execIdOf(first);
    expect(selected(first)).toHaveLength(packages * 2);
    const testmon = name.endsWith('play') ? [...workspace.command, 'testmon'] : ['node_modules/.bin/testmon'];
    const wrapped = [...testmon, 'exec', '--', ...workspace.command, ...testWords];
    const second = await withReports((env) => workspace.shell(wrapped, env));
    expect(execIdOf(second)).not.toBe(id);
    expect(selected(second), transcript(second)).toEqual([]);
  });

  test('an edit selects test files of other packages too, and nocollect changes nothing while another process holds the database', async () => {
    workspace.edit('libs/link-01/src/height.ts', 'return 1;', 'return 2 - 1;');
    const lock = await holdExclusiveLock(repository, join(workspace.root, '.testmon/testmondata.db'));
    try {
      const before = takeSnapshot(workspace.root, othersOwn);
      const run = await testAll({ NX_TESTMON_NOCOLLECT: '1' });
      execIdOf(run);
      expect(selected(run), transcript(run)).toEqual(affected);
      expect(compareSnapshots(before, takeSnapshot(workspace.root, othersOwn))).toEqual([]);
    } finally {
      await lock.release();
    }
  });
});
