import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTaskWorkspace, type TaskWorkspace } from '../../task.testing';
import { readUnlisted } from './read-unlisted';
import type { UnlistedDependencies } from './find-unlisted';

let workspace: TaskWorkspace;
const projects = { a: 'libs/a', b: 'libs/b', c: 'libs/c' };

beforeAll(() => {
  workspace = createTaskWorkspace(
    {
      '.gitignore': 'node_modules\n.testmon\nbuilt\n',
      'libs/a/package.json': '{ "name": "a", "type": "module" }',
      'libs/a/vitest.config.mts': `import { shared } from '../../shared.config.mts';\nexport default { test: { testTimeout: shared } };`,
      'shared.config.mts': 'export const shared = 5000;\n',
      'libs/a/read.test.ts': `import { readFileSync, readdirSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
const at = (path: string) => join(import.meta.dirname, '..', path);
test('it', () => {
  expect(readFileSync(at('b/data.json'), 'utf8')).toBe('{}');
  expect(readFileSync(at('b/built/out.txt'), 'utf8')).toBe('out');
  expect(readdirSync(at('b/names'))).toEqual(['one.txt']);
  expect(existsSync(at('b/missing.json'))).toBe(false);
  expect(process.env.SERVICE_URL).toBeUndefined();
});
`,
      'libs/a/load.test.ts': `import { join } from 'node:path';
import { expect, test } from 'vitest';
test('it', async () => {
  const name = join(import.meta.dirname, '../c/c.ts');
  expect((await import(name)).value).toBe(1);
});
`,
      'libs/b/data.json': '{}',
      'libs/b/built/out.txt': 'out',
      'libs/b/names/one.txt': '',
      'libs/c/c.ts': 'export const value: number = 1;\n',
    },
    { projects },
  );
});
afterAll(() => workspace[Symbol.dispose]());

async function unlistedOf(inputs: readonly unknown[] = ['default', '^default']) {
  const target = { executor: 'nx-testmon:testmon', inputs };
  const read = await readUnlisted({
    workspace: workspace.task().workspace,
    projects: {
      nodes: Object.fromEntries(
        Object.entries(projects).map(([name, root]) => [
          name,
          { data: { root, targets: { testmon: target } } },
        ]),
      ),
      dependencies: {},
      namedInputs: {},
    },
    io: workspace.io(),
  });
  return read.ok ? read.unlisted : read.problem.kind;
}

const inputsOf = (found: readonly UnlistedDependencies[] | string) =>
  typeof found === 'string' ? found : found.flatMap((one) => one.inputs.map(({ input }) => input));

test('without a store nothing is known', async () => {
  expect(await unlistedOf()).toBe('store-missing');
});

test('what tests have read, listed and loaded in other projects is unlisted', async () => {
  const { exitCode, output } = await workspace.run();
  expect(exitCode, output).toBe(0);
  const before = workspace.files.snapshot();
  const found = await unlistedOf();
  expect(workspace.files.snapshot()).toEqual(before);
  expect(inputsOf(found)).toEqual([
    '{workspaceRoot}/libs/b/data.json',
    '{workspaceRoot}/libs/b/names/*',
    '{workspaceRoot}/shared.config.mts',
  ]);
  expect(found).toMatchObject([
    {
      project: 'a',
      inputs: [{ testFiles: ['libs/a/read.test.ts'] }, { testFiles: ['libs/a/read.test.ts'] }, {}],
      projects: [{ name: 'c', testFiles: ['libs/a/load.test.ts'] }],
      variables: [{ name: 'SERVICE_URL', testFiles: ['libs/a/read.test.ts'], isInput: false, isSet: false }],
    },
  ]);
}, 300_000);

test('a new input is listed, and facts of deleted test files do not count', async () => {
  const known = ['{workspaceRoot}/libs/b/**/*', '{workspaceRoot}/shared.config.mts', { env: 'SERVICE_URL' }];
  const found = await unlistedOf(['default', '^default', ...known]);
  expect(inputsOf(found)).toEqual([]);
  expect(found).toMatchObject([{ projects: [{ name: 'c' }], variables: [{ isInput: true }] }]);
  workspace.files.remove('libs/a/load.test.ts');
  expect(await unlistedOf()).toMatchObject([{ project: 'a', projects: [] }]);
});
