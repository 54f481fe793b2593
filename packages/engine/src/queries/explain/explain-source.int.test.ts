import { renderProblem } from '@nx-testmon/core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTaskWorkspace, type TaskWorkspace } from '../../task.testing';
import { explainSource } from './explain-source';
import { type CodeRequest, findCode } from './find-code';
import type { SourceExplanation } from './source-explanation';

let workspace: TaskWorkspace;

const cart = `import { readFileSync } from 'node:fs';
export { unit } from './unit';
export function total(prices: number[]) {
  if (prices.length > 2) return 'many';
  return prices.reduce((sum, one) => sum + one, 0);
}
export function load() {
  return JSON.parse(readFileSync(new URL('./prices.json', import.meta.url), 'utf8')) as number[];
}
export const unused = () => 2;
`;
const testOf = (body: string, imports = '') =>
  `import { expect, test } from 'vitest';\n${imports}\ntest('it', () => { ${body} });\n`;

beforeAll(async () => {
  workspace = createTaskWorkspace(
    {
      'libs/a/package.json': '{ "name": "a", "type": "module" }',
      'libs/a/tsconfig.json': '{}',
      'libs/a/vitest.config.mts': `export default { test: { include: ['src/*.test.ts'] } };`,
      'libs/a/src/cart.ts': cart,
      'libs/a/src/unit.ts': `export const unit = 'EUR';\n`,
      'libs/a/src/alone.ts': `export const alone = () => 1;\n`,
      'libs/a/src/prices.json': '[1, 2]',
      'libs/a/src/few.test.ts': testOf(
        `expect(total(load())).toBe(3);`,
        `import { load, total } from './cart';`,
      ),
      'libs/a/src/many.test.ts': testOf(
        `expect(total([1, 2, 3])).toBe('many');`,
        `import { total } from './cart';`,
      ),
      'libs/a/src/unit.test.ts': testOf(`expect(unit).toBe('EUR');`, `import { unit } from './cart';`),
      'libs/a/src/fails.test.ts': testOf(`expect(total([])).toBe(1);`, `import { total } from './cart';`),
      'libs/b/package.json': '{ "name": "b", "type": "module" }',
      'libs/b/vitest.config.mts': `export default { test: { include: ['*.test.ts'], pool: 'threads', isolate: false } };`,
      'libs/b/shared.test.ts': testOf(
        `expect(total([1])).toBe(1);`,
        `import { total } from '../a/src/cart';
export const load = (name: string) => import(/* @vite-ignore */ name);`,
      ),
    },
    { projects: { a: 'libs/a', b: 'libs/b' }, dependencies: { b: ['a'] } },
  );
  expect((await workspace.run()).exitCode).toBe(1);
  const { exitCode, output } = await workspace.run({}, {}, 'b');
  expect(exitCode, output).toBe(0);
}, 300_000);
afterAll(() => workspace[Symbol.dispose]());

async function explain(
  file: string,
  more: Partial<CodeRequest> = {},
  project = 'a',
): Promise<SourceExplanation> {
  const found = findCode(workspace.files.read(file), { file, ...more });
  if (!found.ok) throw new Error(renderProblem(found.problem));
  const explained = await explainSource(workspace.task({}, project), found.code, workspace.io());
  if (!explained.ok) throw new Error(renderProblem(explained.problem));
  return explained.explanation;
}

/** Names of test files by their relation. */
async function relations(
  file: string,
  more: Partial<CodeRequest> = {},
  project = 'a',
): Promise<Record<string, string[]>> {
  const { dependents } = await explain(file, more, project);
  const found: Record<string, string[]> = {};
  for (const { file: path, relation } of dependents)
    (found[relation] ??= []).push(path.replace(/^.*\/|\.test\.ts$/g, ''));
  return found;
}

test('a function is executed by the test files that executed it, and only loaded by others', async () => {
  expect(await relations('libs/a/src/cart.ts', { name: 'total' })).toEqual({
    executes: ['fails', 'few', 'many'],
    loads: ['unit'],
  });
  expect(await relations('libs/a/src/cart.ts', { name: 'load()' })).toEqual({
    executes: ['few'],
    loads: ['fails', 'many', 'unit'],
  });
  expect(await relations('libs/a/src/cart.ts', { name: 'unused' })).toEqual({
    loads: ['fails', 'few', 'many', 'unit'],
  });
});

test('a line is executed by the test files that executed its branch', async () => {
  const text = 'libs/a/src/cart.ts';
  expect((await relations(text, { line: 3 }))['executes']).toEqual(['fails', 'few', 'many']);
  expect((await relations(text, { line: 5 }))['executes']).toEqual(['fails', 'few']);
  expect((await relations(text, { name: 'total()/then' }))['executes']).toEqual(['many']);
});

test('a module is executed by those that executed any of its functions, with outcome and duration', async () => {
  const { dependents, testFiles, withoutFacts, isTestFile } = await explain('libs/a/src/cart.ts');
  expect({ testFiles, withoutFacts, isTestFile }).toEqual({
    testFiles: 4,
    withoutFacts: 0,
    isTestFile: false,
  });
  expect(dependents).toMatchObject([
    {
      file: 'libs/a/src/fails.test.ts',
      relation: 'executes',
      blocks: ['total()'],
      lastRun: { outcome: 'failed' },
    },
    { file: 'libs/a/src/few.test.ts', blocks: ['total()', 'load()'], lastRun: { outcome: 'passed' } },
    { file: 'libs/a/src/many.test.ts', blocks: ['total()'] },
    { file: 'libs/a/src/unit.test.ts', relation: 'loads', blocks: [] },
  ]);
  expect(await relations('libs/a/src/alone.ts')).toEqual({});
  expect((await explain('libs/a/src/few.test.ts')).isTestFile).toBe(true);
});

test('test files of another project without executed code depend on it', async () => {
  expect(await relations('libs/a/src/cart.ts', { name: 'total' }, 'b')).toEqual({ depends: ['shared'] });
  // If modules are shared, it is unknown which modules a computed import loads: the whole project counts.
  expect(await relations('libs/a/src/alone.ts', {}, 'b')).toEqual({ group: ['shared'] });
});

test('a module without functions is used by the code that refers to its exports', async () => {
  expect((await relations('libs/a/src/unit.ts'))['depends']).toEqual(
    expect.arrayContaining(['unit']) as string[],
  );
});

test('other files are read, listed or looked up, or are configurations', async () => {
  expect(await relations('libs/a/src/prices.json')).toEqual({ reads: ['few'] });
  const all = ['fails', 'few', 'many', 'unit'];
  expect(await relations('libs/a/tsconfig.json')).toEqual({ configured: all });
  expect(await relations('libs/a/package.json')).toEqual({ configured: all });
  expect(
    Object.values(await relations('libs/a/vitest.config.mts'))
      .flat()
      .sort(),
  ).toEqual(all);
});

test('the former form of changed code was executed', async () => {
  workspace.files.write({ 'libs/a/src/cart.ts': `// Moved down.\n${cart.replace(`'many'`, `'lots'`)}` });
  const then = await explain('libs/a/src/cart.ts', { name: 'total()/then' });
  expect(then.dependents.map(({ relation, isCurrent }) => [relation, isCurrent])).toContainEqual([
    'executes',
    false,
  ]);
  const other = await explain('libs/a/src/cart.ts', { line: 6 });
  expect(other.dependents.filter(({ relation }) => relation === 'executes')).toMatchObject([
    { isCurrent: true },
    { isCurrent: true },
  ]);
  workspace.files.write({ 'libs/a/src/cart.ts': cart });
});

test('test files that have not run are counted, because their dependencies are unknown', async () => {
  workspace.files.write({ 'libs/a/src/new.test.ts': testOf('', `import './cart';`) });
  const { testFiles, withoutFacts, dependents } = await explain('libs/a/src/cart.ts');
  expect({ testFiles, withoutFacts }).toEqual({ testFiles: 5, withoutFacts: 1 });
  expect(dependents).toHaveLength(4);
});
