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

/** `ORACLE_VITEST=3 npm run oracle:constructs` tries Vitest 3. */
const { major, version } = chooseVersion('ORACLE_VITEST', vitestVersions, process.env);

/**
 * Replacements of some files for older versions: the Vite of Vitest 3 compiles with esbuild and does not support the
 * aliases of a tsconfig; in Vitest 4, test files share their modules in `vmThreads` and `vmForks`, and some fail.
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

// Node runs what is in `node_modules` once per process, so the installed package must not count on being loaded again.
test('of test files that share modules, a changed data file selects the one that reads it', async () => {
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

test(`of every construct in Vitest ${major}, no random mutant fails a test file that is not selected`, async () => {
  await checkMutants(workspace, [
    // Vite finds TypeScript before the JavaScript that comes in beside it.
    'added-file',
    // Vitest is given the path of its configuration, and most of the others that come in are read for few files.
    'added-configuration',
    // Most statements can be moved without harm.
    'moved-statement',
    // Vite and Vitest hardly read what is changed in manifests, and few tests see another option of a compiler.
    'manifest-key',
    'tsconfig-option',
  ]);
}, 3_600_000);
