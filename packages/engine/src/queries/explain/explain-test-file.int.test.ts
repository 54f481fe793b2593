import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTaskWorkspace, type TaskWorkspace } from '../../task.testing';
import { explainTestFile } from './explain-test-file';
import type { TestFileExplanation } from './test-file-explanation';

let workspace: TaskWorkspace;

const cart = `import { readFileSync } from 'node:fs';
export { unit } from './unit';
export const total = (prices: number[]) => prices.reduce((sum, one) => sum + one, 0);
export function load() {
  return JSON.parse(readFileSync(new URL('./prices.json', import.meta.url), 'utf8')) as number[];
}
export const unused = () => 2;
`;

beforeAll(async () => {
  workspace = createTaskWorkspace({
    'libs/a/package.json': '{ "name": "a", "type": "module" }',
    'libs/a/vitest.config.mts': `export default { test: { include: ['src/*.test.ts'] } };`,
    'libs/a/src/cart.ts': cart,
    'libs/a/src/unit.ts': `export const unit = 'EUR';\nexport const format = () => unit;\n`,
    'libs/a/src/prices.json': '[1, 2]',
    'libs/a/src/cart.test.ts': `import { expect, test } from 'vitest';
import { load, total, unit } from './cart';
test('it', () => { expect(total(load()) + unit + (process.env['SUFFIX'] ?? '')).toBe('3EUR'); });
`,
    'libs/a/src/other.test.ts': `import { test } from 'vitest'; test('it', () => undefined);`,
  });
  const { exitCode, output } = await workspace.run();
  expect(exitCode, output).toBe(0);
}, 300_000);
afterAll(() => workspace[Symbol.dispose]());

async function explain(name: string): Promise<TestFileExplanation> {
  const [explanation, ...others] = await workspace.explain(`libs/a/src/${name}`);
  expect(others).toEqual([]);
  if (!explanation) throw new Error(`${name} is not a test file`);
  return explanation;
}

test('what a test file depends on is listed by kind', async () => {
  const { dependencies, ...explanation } = await explain('cart.test.ts');
  expect(explanation).toMatchObject({
    project: 'a',
    target: 'testmon',
    file: 'libs/a/src/cart.test.ts',
    isSelected: false,
    decision: { kind: 'skipped' },
    lastRun: { outcome: 'passed' },
    changes: [],
    fallbacks: [],
  });
  expect(dependencies).toMatchObject({
    basis: 'execution',
    modules: [
      { path: 'libs/a/src/cart.test.ts' },
      { path: 'libs/a/src/cart.ts', functions: 3, executed: ['total()', 'load()'] },
      { path: 'libs/a/src/unit.ts', functions: 1, executed: [] },
    ],
    variables: ['SUFFIX'],
    groups: [],
  });
  expect(dependencies.files).toContainEqual({ path: 'libs/a/src/prices.json', use: 'content' });
  expect(dependencies.configuration).toContainEqual({
    path: 'libs/a/vitest.config.mts',
    kind: 'test runner',
  });
  const vitest = dependencies.packages.find(({ name }) => name === 'vitest');
  expect(vitest?.versions).toEqual([expect.stringMatching(/^\d+\.\d+\.\d+/)]);
});

test('a change is explained by the path that leads from it to the test file', async () => {
  workspace.files.write({ 'libs/a/src/cart.ts': cart.replace('sum + one', 'one + sum') });
  const { isSelected, changes } = await explain('cart.test.ts');
  expect({ isSelected, changes }).toMatchObject({
    isSelected: true,
    changes: [
      {
        block: 'libs/a/src/cart.ts#total()',
        kind: 'reached',
        steps: expect.arrayContaining(['libs/a/src/cart.test.ts']) as string[],
      },
    ],
  });
  expect((await explain('other.test.ts')).isSelected).toBe(false);
});

test('a changed data file was read by the test', async () => {
  workspace.files.write({ 'libs/a/src/cart.ts': cart, 'libs/a/src/prices.json': '[2, 1]' });
  expect((await explain('cart.test.ts')).changes).toMatchObject([
    { block: 'read:libs/a/src/prices.json', kind: 'read', steps: [] },
  ]);
});

test('a test file that has not run depends on everything that its code can reach', async () => {
  workspace.files.write({
    'libs/a/src/new.test.ts': `import { test } from 'vitest'; import './cart'; test('it', () => undefined);`,
  });
  const { lastRun, decision, dependencies } = await explain('new.test.ts');
  expect({ lastRun, decision }).toEqual({ lastRun: undefined, decision: { kind: 'new' } });
  expect(dependencies).toMatchObject({
    basis: 'code',
    modules: [
      { path: 'libs/a/src/cart.ts', functions: 3 },
      { path: 'libs/a/src/new.test.ts' },
      { path: 'libs/a/src/unit.ts' },
    ],
  });
  expect(dependencies.modules.filter(({ executed }) => executed)).toEqual([]);
});

test('the imports between the modules are those that are loaded', async () => {
  const request = { testFile: 'libs/a/src/cart.test.ts', withImports: true };
  const explained = await explainTestFile(workspace.task(), request, workspace.io());
  const imports = explained.ok ? explained.explained[0]?.imports : undefined;
  expect(imports?.get('libs/a/src/cart.test.ts')).toEqual(['libs/a/src/cart.ts']);
  expect(imports?.get('libs/a/src/cart.ts')).toEqual(['libs/a/src/unit.ts']);
});
