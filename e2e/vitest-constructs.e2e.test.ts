import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkMutants } from './harness/check-mutants';
import { usualNxVersion } from './harness/nx-versions';
import { runNx, transcript } from './harness/run-nx';
import { copyFixture, type TestWorkspace } from './harness/workspace';

let workspace: TestWorkspace;

beforeAll(async () => {
  workspace = await copyFixture(usualNxVersion, 'constructs', ['happy-dom@21.0.4', '@types/node@22.20.5']);
  const built = await runNx(workspace, ['run-many', '-t', 'build']);
  expect(built.code, transcript(built)).toBe(0);
});
afterAll(() => workspace?.close());

test('of every construct, no random mutant fails a test file that is not selected', async () => {
  // Vite and Vitest hardly read what is changed in manifests.
  await checkMutants(workspace, ['manifest-key']);
}, 3_600_000);
