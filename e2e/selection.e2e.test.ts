import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { TemporaryFolder } from '../tools/testing/temporary-folder';
import { usualNxVersion } from './harness/nx-versions';
import { transcript } from './harness/run-nx';
import { shopTestFiles, shopWorkspace } from './harness/shop-workspace';
import { describeSelection, type ReportedRun, runReported, selectedFiles } from './harness/task-reports';
import { createWorkspace, type TestWorkspace } from './harness/workspace';

const collecting = ['run-many', '-t', 'testmon', '--parallel=2', '--outputStyle=static', '--skip-nx-cache'];
const readOnly = [...collecting, '--nocollect'];
const editable = ['libs', 'package.json', 'package-lock.json', 'tsconfig.base.json', 'nx.json'];

/** Copies keep modification times and links. */
const asItIs = { recursive: true, preserveTimestamps: true, verbatimSymlinks: true };

const files = (project: string) => shopTestFiles.filter((file) => file.startsWith(`${project}/`));
const testsOf = (project: string, ...names: string[]) =>
  names.map((name) => `${project}/src/${name}.test.ts`);

/** Replaces a package's version in the lockfile. */
function bumpInLockfile(workspace: TestWorkspace, packagePath: string): void {
  const lockfile = JSON.parse(workspace.read('package-lock.json')) as {
    packages: Record<string, { version: string; integrity: string }>;
  };
  const entry = lockfile.packages[packagePath];
  if (entry === undefined) throw new Error(`${packagePath} is not in the lockfile`);
  entry.version = '999.0.0';
  entry.integrity = 'sha512-other';
  workspace.write('package-lock.json', JSON.stringify(lockfile, null, 2));
}

describe.each(['paths', 'npm-workspaces'] as const)('projects linked by %s', (links) => {
  let workspace: TestWorkspace;

  beforeAll(async () => {
    workspace = await createWorkspace(usualNxVersion, shopWorkspace(links));
    const run = await runReported(workspace, collecting);
    expect(run.code, transcript(run)).toBe(0);
    expect(selectedFiles(run), transcript(run)).toEqual(shopTestFiles);
    expect(run.reports.every(({ collect }) => collect)).toBe(true);
  });
  afterAll(() => workspace?.close());

  /** Applies an edit, runs the tests and restores all files. */
  async function runAfter(edit: () => void, args: readonly string[] = readOnly): Promise<ReportedRun> {
    using kept = new TemporaryFolder();
    for (const path of editable) cpSync(join(workspace.root, path), kept.path(path), asItIs);
    try {
      edit();
      const run = await runReported(workspace, args);
      expect(run.reports, transcript(run)).toHaveLength(3);
      return run;
    } finally {
      for (const path of editable) {
        rmSync(join(workspace.root, path), { recursive: true, force: true });
        cpSync(kept.path(path), join(workspace.root, path), asItIs);
      }
    }
  }

  async function expectSelected(edit: () => void, expected: readonly string[]): Promise<void> {
    const run = await runAfter(edit);
    expect(selectedFiles(run), describeSelection(run)).toEqual(expected);
  }

  test('a run without changes selects nothing', async () => {
    const run = await runAfter(() => undefined);
    expect(run.code, transcript(run)).toBe(0);
    expect(selectedFiles(run)).toEqual([]);
    expect(run.reports.map(({ skipped, total }) => [skipped, total])).toEqual([
      [6, 6],
      [2, 2],
      [2, 2],
    ]);
  });

  test('a collecting run without changes selects nothing', async () => {
    expect(selectedFiles(await runAfter(() => undefined, collecting))).toEqual([]);
  });

  test('--noselect runs everything', async () => {
    expect(selectedFiles(await runAfter(() => undefined, [...readOnly, '--noselect']))).toEqual(
      shopTestFiles,
    );
  });

  test('an edited comment, type or blank line selects nothing', async () => {
    await expectSelected(() => {
      workspace.edit('libs/numbers/src/sum.ts', '// Adds.', '// Adds two numbers.\n');
      workspace.edit('libs/prices/src/total.ts', 'readonly number[]', 'ReadonlyArray<number>');
    }, []);
  });

  test('an edited function selects the tests that reach it in all projects', async () => {
    await expectSelected(
      () => workspace.edit('libs/numbers/src/sum.ts', 'return a + b', 'return b + a'),
      [...testsOf('numbers', 'sum'), ...testsOf('prices', 'total'), ...testsOf('shop', 'bill')],
    );
  });

  test('editing another function of the same module selects only its own test', async () => {
    await expectSelected(
      () => workspace.edit('libs/numbers/src/sum.ts', 'return a * 2', 'return 2 * a'),
      testsOf('numbers', 'twice'),
    );
  });

  test('an edit that breaks a function fails the same tasks as in a full run', async () => {
    const breaks = () => workspace.edit('libs/numbers/src/sum.ts', 'return a + b', 'return a - b');
    const run = await runAfter(breaks);
    const full = await runAfter(breaks, [...readOnly, '--noselect']);
    const failed = ({ reports }: ReportedRun) => reports.map(({ project, outcome }) => [project, outcome]);
    expect([run.code, full.code]).toEqual([1, 1]);
    expect(failed(run)).toEqual(failed(full));
  });

  test('an edited test file is selected', async () => {
    await expectSelected(
      () => workspace.edit('libs/numbers/src/twice.test.ts', 'twice(2)).toBe(4)', 'twice(3)).toBe(6)'),
      testsOf('numbers', 'twice'),
    );
  });

  test('a new test file is selected', async () => {
    await expectSelected(
      () =>
        workspace.write(
          'libs/shop/src/new.test.ts',
          `import { expect, test } from 'vitest';\ntest('new', () => expect(1).toBe(1));\n`,
        ),
      testsOf('shop', 'new'),
    );
  });

  test('an edited JSON file selects the tests that import it', async () => {
    const run = await runAfter(() => workspace.edit('libs/numbers/src/rates.json', '20', '19'));
    const selected = selectedFiles(run);
    expect(selected).toEqual(expect.arrayContaining(testsOf('numbers', 'rate')));
    for (const unrelated of [...testsOf('prices', 'currency'), ...testsOf('shop', 'greeting')]) {
      expect(selected).not.toContain(unrelated);
    }
  });

  test('a barrel that re-exports a name from another module selects the tests that use the name', async () => {
    await expectSelected(
      () => workspace.edit('libs/numbers/src/index.ts', `from './round'`, `from './round-up'`),
      [...testsOf('numbers', 'round'), ...testsOf('shop', 'bill')],
    );
  });

  test('a new file that shadows an import selects the tests that import it', async () => {
    const run = await runAfter(() =>
      workspace.write(
        'libs/numbers/src/sum.js',
        'export function sum(a, b) {\n  return a - b;\n}\n\nexport function twice(a) {\n  return a;\n}\n',
      ),
    );
    const selected = selectedFiles(run);
    expect(run.code, transcript(run)).toBe(1);
    expect(selected).toEqual(
      expect.arrayContaining([
        ...testsOf('numbers', 'sum', 'twice'),
        ...testsOf('prices', 'total'),
        ...testsOf('shop', 'bill'),
      ]),
    );
    expect(selected).not.toEqual(expect.arrayContaining(testsOf('shop', 'greeting')));
  });

  test('a deleted module selects every test that would load it', async () => {
    const run = await runAfter(() => workspace.remove('libs/numbers/src/round.ts'));
    const selected = selectedFiles(run);
    expect(run.code, transcript(run)).toBe(1);
    expect(selected).toEqual(
      expect.arrayContaining([
        ...testsOf('numbers', 'round', 'sum'),
        ...testsOf('prices', 'total'),
        ...testsOf('shop', 'bill'),
      ]),
    );
    for (const unrelated of [...testsOf('prices', 'currency'), ...testsOf('shop', 'greeting')]) {
      expect(selected).not.toContain(unrelated);
    }
  });

  test('a deleted test file does not count in the total', async () => {
    const run = await runAfter(() => workspace.remove('libs/numbers/src/twice.test.ts'));
    expect(selectedFiles(run), describeSelection(run)).toEqual([]);
    expect(run.reports.map(({ total }) => total)).toEqual([5, 2, 2]);
  });

  test('an edited test configuration selects all tests of its project and no others', async () => {
    await expectSelected(
      () => workspace.edit('libs/shop/vitest.config.mts', 'test: {', 'test: { testTimeout: 7777,'),
      files('shop'),
    );
  });

  test('another version of a package in the lockfile selects the tests that reach it', async () => {
    await expectSelected(() => bumpInLockfile(workspace, 'node_modules/vitest'), shopTestFiles);
  });

  test('another version of a package that no test reaches selects nothing', async () => {
    await expectSelected(() => bumpInLockfile(workspace, 'node_modules/nx'), []);
  });

  test('a deleted lockfile selects everything', async () => {
    await expectSelected(() => workspace.remove('package-lock.json'), shopTestFiles);
  });

  test('a failed test is selected until it passes, and restored code with which it passed selects nothing', async () => {
    const breaks = () => workspace.edit('libs/numbers/src/sum.ts', 'return a * 2', 'return a * 3');
    const failed = await runAfter(breaks, collecting);
    expect(failed.code, transcript(failed)).toBe(1);
    const again = await runAfter(breaks, collecting);
    expect(again.code, transcript(again)).toBe(1);
    expect(selectedFiles(again)).toEqual(testsOf('numbers', 'twice'));
    await expectSelected(() => undefined, []);
  });
});
