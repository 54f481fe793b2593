import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkMutants } from './harness/check-mutants';
import { usualNxVersion } from './harness/nx-versions';
import { runNx, transcript } from './harness/run-nx';
import { copyFixture, type TestWorkspace } from './harness/workspace';

let workspace: TestWorkspace;

beforeAll(async () => {
  workspace = await copyFixture(usualNxVersion, 'node-test-constructs', ['@types/node@22.20.5']);
  const built = await runNx(workspace, ['run-many', '-t', 'build']);
  expect(built.code, transcript(built)).toBe(0);
});
afterAll(() => workspace?.close());

test('no random mutant of a construct in node --test fails a test file that is not selected', async () => {
  await checkMutants(workspace, [
    // The command is the only configuration of Node, and specifiers contain file extensions.
    'changed-config',
    'added-file',
    'platform-file',
    'added-configuration',
    // Node reads no tsconfig.
    'tsconfig-option',
    // There are few classes, and nothing looks up the names of the added members: 25 mutants fail no test.
    'added-member',
  ]);
}, 3_600_000);
