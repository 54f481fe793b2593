import type { FoundCode, SourceExplanation } from '@nx-testmon/engine';
import { createColors } from 'picocolors';
import { expect, test } from 'vitest';
import { code, tasks } from './explanation.testing';
import { renderSource } from './render-source';
import { toSourceDocument } from './source-document';

const plain = createColors(false);

const render = (more: Partial<FoundCode> = {}, asked: readonly SourceExplanation[] = tasks) =>
  renderSource({ code: { ...code, ...more }, tasks: asked }, plain);

test('code is explained by the test files that execute it', () => {
  expect(render()).toMatchInlineSnapshot(`
    "src/cart.ts is executed by 2 of 7 test files
    ├─ executed by 2 test files
    │  ├─ a.test.ts  1 function, passed in 120ms, project shop
    │  └─ b.test.ts  1 function, passed in 120ms, before the code was changed, project shop
    ├─ 1 test file may execute it (static dependencies only)
    │  └─ d.test.ts  assumed passing, project shop
    ├─ loaded, but not executed by 1 test file
    │  └─ c.test.ts  failed in 120ms, project shop
    ├─ read or looked up by 1 test file
    │  └─ reads.test.ts  passed in 120ms, project site
    ├─ affects module resolution or compilation for 1 test file
    │  └─ configured.test.ts  passed in 120ms, project site
    ├─ in a folder listed by 1 test file
    │  └─ lists.test.ts  passed in 120ms, project site
    ├─ 1 test file depends on packages locked in it
    │  └─ packages.test.ts  passed in 120ms, project site
    ├─ 1 test file depends on it through a fallback
    │  └─ group.test.ts  passed in 120ms, project site
    ├─ not executed by any test: 1 of 2 functions
    │  └─ src/cart.ts:3 sum()
    └─ 1 test file has no facts in this environment"
  `);
});

test('unexecuted code is reported', () => {
  const none = tasks.map((task) => ({ ...task, dependents: [], withoutFacts: 0 }));
  expect(render({ blocks: ['sum()'], isWholeFile: false, line: 3, functions: [] }, none)).toBe(
    'src/cart.ts:3 sum(): no test executes it (of 7 test files)',
  );
  expect(render({ file: 'data.json', blocks: [], functions: [] }, none)).toBe(
    'data.json: no test file is known to depend on it (of 7 test files)',
  );
});

test('the verb agrees with the number of test files', () => {
  const [shop, site] = tasks;
  const file = { file: 'data.json', blocks: [], functions: [] };
  expect(render(file, [{ ...site!, dependents: site!.dependents.slice(0, 1) }])).toContain(
    'data.json: 1 of 2 test files depends on it',
  );
  expect(render(file, [{ ...shop!, dependents: [] }, site!])).toContain(
    'data.json: 5 of 7 test files depend on it',
  );
});

test('unknown coverage is not reported as unexecuted', () => {
  const text = render({ blocks: ['sum()'], isWholeFile: false, line: 3, functions: [] }, [
    { ...tasks[0]!, dependents: [] },
  ]);
  expect(text.split('\n')).toEqual([
    'src/cart.ts:3 sum(): no test is known to execute it (of 5 test files)',
    '└─ 1 test file has no facts in this environment',
  ]);
});

test('as JSON, each function has the number of test files that execute it', () => {
  const source = toSourceDocument(code, tasks);
  expect(source.code.functions).toEqual([
    { name: 'sum()', line: 3, testFiles: 0 },
    { name: 'Cart.total()', line: 12, testFiles: 2 },
  ]);
  expect(source.dependents[0]).toMatchObject({
    relation: 'executes',
    current: true,
    lastRun: { outcome: 'passed', endedAt: '2026-01-02T03:04:05.000Z' },
  });
});

test("names from outside can't control the terminal", () => {
  expect(render({ file: 'a\u001b[2J.ts' })).not.toContain('\u001b');
});
