import { expect, onTestFinished, test } from 'vitest';
import { createTaskWorkspace, type RawOptions } from '../../task.testing';

const quietly = { output: () => undefined };

/**
 * `one` depends on little besides `sum`. `many` depends on ten more functions and is slower. `other` does not
 * depend on `sum`.
 */
function createSums(isolate = true) {
  const functions = Array.from({ length: 10 }, (_, at) => `export const f${at} = () => ${at};`).join('\n');
  const testOf = (imports: string, body: string) =>
    `import { expect, test } from 'vitest'; ${imports} test('it', async () => { ${body} });`;
  const sleep = 'await new Promise((resolve) => setTimeout(resolve, 300));';
  const workspace = createTaskWorkspace({
    'libs/a/vitest.config.mts': `export default { test: { include: ['*.test.ts'], pool: 'forks', maxWorkers: 1, isolate: ${isolate} } };`,
    'libs/a/sum.ts': `export const sum = (a: number, b: number) => a + b;`,
    'libs/a/functions.ts': functions,
    'libs/a/many.test.ts': testOf(
      `import * as all from './functions'; import { sum } from './sum';`,
      `for (const one of Object.values(all)) one(); ${sleep} expect(sum(1, 2)).toBe(3);`,
    ),
    'libs/a/one.test.ts': testOf(`import { sum } from './sum';`, `expect(sum(1, 2)).toBe(3);`),
    'libs/a/other.test.ts': testOf('', `${sleep} ${sleep} expect(1).toBe(1);`),
  });
  onTestFinished(() => workspace[Symbol.dispose]());
  const endedOf = async (raw: RawOptions = {}) => {
    const { results } = await workspace.run(raw, quietly);
    return results
      .toSorted((one, other) => one.endedAt - other.endedAt)
      .map(({ testFile }) => testFile.path.replace('libs/a/', ''));
  };
  return { workspace, endedOf };
}

const edited = `export const sum = (a: number, b: number) => b + a;`;

test('the test of the change runs first, whether or not something is collected or skipped', async () => {
  const { workspace, endedOf } = createSums();
  expect(await endedOf()).toHaveLength(3);
  workspace.files.write({ 'libs/a/sum.ts': edited });
  expect(await endedOf({ nocollect: true })).toEqual(['one.test.ts', 'many.test.ts']);
  expect(await endedOf({ nocollect: true, noselect: true })).toEqual([
    'one.test.ts',
    'many.test.ts',
    'other.test.ts',
  ]);
  expect(await endedOf({ nocollect: true, audit: '100%' })).toEqual([
    'one.test.ts',
    'many.test.ts',
    'other.test.ts',
  ]);
  expect(await endedOf()).toEqual(['one.test.ts', 'many.test.ts']);
  expect(await endedOf()).toEqual([]);
});

test('a test file that failed comes before the test of the change', async () => {
  const { workspace, endedOf } = createSums();
  const test = workspace.files.read('libs/a/other.test.ts');
  workspace.files.write({ 'libs/a/other.test.ts': test.replace('toBe(1)', 'toBe(2)') });
  await endedOf();
  workspace.files.write({ 'libs/a/sum.ts': edited });
  expect(await endedOf({ nocollect: true })).toEqual(['other.test.ts', 'one.test.ts', 'many.test.ts']);
});

test('test files that share modules run in the order of Vitest', async () => {
  const { workspace, endedOf } = createSums(false);
  await endedOf();
  workspace.files.write({ 'libs/a/sum.ts': edited });
  // Vitest starts with the slowest test file.
  expect(await endedOf({ nocollect: true })).toEqual(['many.test.ts', 'one.test.ts']);
});
