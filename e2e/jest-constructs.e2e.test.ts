import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkMutants } from './harness/check-mutants';
import { usualNxVersion } from './harness/nx-versions';
import { runNx, transcript } from './harness/run-nx';
import { chooseVersion, jestVersions } from './harness/runner-versions';
import { copyFixture, jestPackagesOf, type TestWorkspace } from './harness/workspace';

let workspace: TestWorkspace;

/** `ORACLE_JEST=29 npm run oracle:jest` uses Jest 29. */
const { major, version } = chooseVersion('ORACLE_JEST', jestVersions, process.env);

beforeAll(async () => {
  workspace = await copyFixture(usualNxVersion, 'jest-constructs', [
    ...jestPackagesOf(version),
    '@swc/core@1.16.22',
    '@swc/jest@0.2.39',
    'ts-jest@29.4.15',
    `@types/jest@${major}`,
    '@types/node@22.20.5',
  ]);
  const built = await runNx(workspace, ['run-many', '-t', 'build']);
  expect(built.code, transcript(built)).toBe(0);
});
afterAll(() => workspace?.close());

test(`no random mutant of a construct in Jest ${major} fails a test file that is not selected`, async () => {
  await checkMutants(workspace, ['manifest-key', 'tsconfig-option']);
}, 3_600_000);
