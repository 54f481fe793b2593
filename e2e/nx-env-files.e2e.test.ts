import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { usualNxVersion } from './harness/nx-versions';
import { transcript } from './harness/run-nx';
import { describeSelection, runReported, selectedFiles } from './harness/task-reports';
import { createWorkspace, type TestWorkspace } from './harness/workspace';

/** Files from which Nx sets environment variables of a task, each with the variable that it sets here. */
const variables = {
  '.env': 'OF_ROOT',
  '.env.local': 'OF_ROOT_LOCAL',
  '.testmon.env': 'OF_TARGET',
  '.env.testmon': 'OF_ROOT_TARGET',
  'libs/a/.env': 'OF_PROJECT',
  'libs/a/.env.local': 'OF_PROJECT_LOCAL',
  'libs/a/.testmon.env': 'OF_PROJECT_TARGET',
} as const;

/** Files that Vite reads for `import.meta.env` of every test file. */
const readByVite: readonly string[] = ['libs/a/.env', 'libs/a/.env.local'];

const testFileOf = (name: string) => `a/src/${name.toLowerCase().replaceAll('_', '-')}.test.ts`;
const readTest = (name: string) => `import { expect, it } from 'vitest';
it('has the value of its file', () => { expect(process.env['${name}']).toBe('before'); });
`;
const args = ['run', '@e2e/a:testmon', '--outputStyle=static'];

let workspace: TestWorkspace;

beforeAll(async () => {
  const names = Object.values(variables);
  workspace = await createWorkspace(usualNxVersion, {
    projects: ['a'],
    links: 'npm-workspaces',
    files: {
      ...Object.fromEntries(Object.entries(variables).map(([path, name]) => [path, `${name}=before\n`])),
      ...Object.fromEntries(names.map((name) => [`libs/${testFileOf(name)}`, readTest(name)])),
      'libs/a/src/none.test.ts': `import { it } from 'vitest';\nit('reads no variable', () => undefined);\n`,
    },
  });
  const collected = await runReported(workspace, args);
  expect(collected.code, transcript(collected)).toBe(0);
  expect(collected.reports.flatMap(({ selected }) => selected)).toHaveLength(names.length + 1);
}, 600_000);
afterAll(() => workspace?.close());

describe('an edit of a file from which Nx sets environment variables, with the cache of Nx', () => {
  test.each(Object.entries(variables))(
    '%s selects only the test file that reads %s, unless Vite reads the file too',
    async (path, name) => {
      const restore = workspace.remember();
      try {
        workspace.write(path, `${name}=after\n`);
        const run = await runReported(workspace, args);
        const selected = selectedFiles(run);
        const expected = readByVite.includes(path)
          ? expect.arrayContaining([testFileOf(name)])
          : [testFileOf(name)];
        expect(selected, `${describeSelection(run)}\n${transcript(run)}`).toEqual(expected);
        expect(run.code, transcript(run)).not.toBe(0);
      } finally {
        restore();
      }
    },
  );
});
