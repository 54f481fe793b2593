import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkMutants } from './harness/check-mutants';
import { usualNxVersion } from './harness/nx-versions';
import { runNx, transcript } from './harness/run-nx';
import { chooseVersion, vitestVersions } from './harness/runner-versions';
import { describeSelection, runReported, selectedFiles } from './harness/task-reports';
import { copyFixture, type TestWorkspace } from './harness/workspace';

let workspace: TestWorkspace;

/** `ORACLE_VITEST=3 npm run oracle:constructs` uses Vitest 3. */
const { major, version } = chooseVersion('ORACLE_VITEST', vitestVersions, process.env);

/**
 * Replacements of fixture files for older versions. The Vite of Vitest 3 compiles with esbuild and does not
 * support the aliases of a tsconfig. In Vitest 4, test files share their modules in `vmThreads` and
 * `vmForks`, and some of them fail.
 */
const replacements: Readonly<Record<number, string>> = {
  3: 'constructs-vitest-3',
  4: 'constructs-vitest-4',
};

beforeAll(async () => {
  workspace = await copyFixture(
    usualNxVersion,
    'constructs',
    [`vitest@${version}`, 'happy-dom@21.0.4', '@types/node@22.20.5'],
    replacements[major],
  );
  const built = await runNx(workspace, ['run-many', '-t', 'build']);
  expect(built.code, transcript(built)).toBe(0);
});
afterAll(() => workspace?.close());

// Node runs a module in `node_modules` once per process, so the installed package of nx-testmon must not
// depend on being loaded again.
test('a changed data file selects the test file that reads it, if test files share modules', async () => {
  const testmon = ['run', '@constructs/shared:testmon', '--skip-nx-cache'];
  const collected = await runNx(workspace, testmon);
  expect(collected.code, transcript(collected)).toBe(0);
  const file = join(workspace.root, 'libs/shared/data/words.txt');
  const before = readFileSync(file, 'utf8');
  writeFileSync(file, `${before}\n`);
  const run = await runReported(workspace, [...testmon, '--nocollect']);
  writeFileSync(file, before);
  rmSync(join(workspace.root, '.testmon'), { recursive: true });
  expect(selectedFiles(run), describeSelection(run)).toEqual(['shared/src/words.test.ts']);
}, 120_000);

test(`no random mutant of a construct in Vitest ${major} fails a test file that is not selected`, async () => {
  await checkMutants(workspace, [
    // Vite resolves a TypeScript module before the JavaScript file that is added beside it.
    'added-file',
    // Vitest gets the path of its configuration, and most other added configurations apply to few files.
    'added-configuration',
    // Moving a statement is harmless in most cases.
    'moved-statement',
    // Vite and Vitest read few keys of manifests, and few tests depend on compiler options.
    'manifest-key',
    'tsconfig-option',
  ]);
}, 3_600_000);
