import { afterEach, beforeEach, expect, test } from 'vitest';
import { createTaskWorkspace, type TaskWorkspace } from '../../task.testing';

const passing = (specifier: string) =>
  `import { expect, test } from 'vitest'; import { one } from '${specifier}'; test('it', () => expect(one).toBe(1));`;

let workspace: TaskWorkspace;

beforeEach(async () => {
  workspace = createTaskWorkspace({
    'libs/a/vitest.config.mts': `
      const here = new URL('.', import.meta.url).pathname;
      const named = { name: 'named', resolveId(id: string) { return id === 'named' ? this.resolve(here + 'lib/named') : undefined; } };
      export default { plugins: [named], resolve: { alias: { '@rooted': '/lib/rooted' } }, test: { include: ['*.test.ts'] } };`,
    'libs/a/lib/named.ts': 'export const one = 1;',
    'libs/a/lib/rooted.ts': 'export const one = 1;',
    'libs/a/named.test.ts': passing('named'),
    'libs/a/rooted.test.ts': passing('@rooted'),
  });
  expect((await workspace.run()).report).toMatchObject({ outcome: 'passed', total: 2 });
  expect((await workspace.select()).selected).toEqual([]);
});
afterEach(() => workspace[Symbol.dispose]());

test('a file that replaces a module selects the tests that load it, for every resolver', async () => {
  for (const name of ['named', 'rooted']) {
    workspace.files.write({ [`libs/a/lib/${name}.js`]: 'export const one = 2;' });
    const { selected } = await workspace.select();
    expect(selected.map(({ testFile }) => testFile.path)).toContain(`libs/a/${name}.test.ts`);
    workspace.files.remove(`libs/a/lib/${name}.js`);
  }
});
