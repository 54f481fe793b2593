import { createColors } from 'picocolors';
import { expect, test } from 'vitest';
import { explanation } from './explanation.testing';
import { renderTestFile } from './render-test-file';
import { toTestFileDocument } from './test-file-document';

const plain = createColors(false);

test('a test file is explained as a tree', () => {
  expect(renderTestFile(explanation, plain)).toMatchInlineSnapshot(`
    "src/cart.test.ts would run: changed: src/cart.ts#Cart.total()
    ├─ project shop, target testmon, test configuration shop:vitest.config.mts
    ├─ passed in 1.2s when it last ran (2026-01-02 03:04 UTC)
    ├─ 3 changed blocks
    │  ├─ src/cart.ts#Cart.total()
    │  │  ├─ ← src/cart.test.ts#<effects>
    │  │  └─ ← src/cart.test.ts
    │  ├─ environment variable API_URL
    │  │  └─ read by this test in its last run
    │  └─ project:shop
    │     ├─ fallback: src/run.ts:12 starts git
    │     └─ no longer reached by this test, or deleted
    ├─ executes 2 functions in 1 module
    │  └─ src/cart.ts  2 of 5 functions
    ├─ loads 2 modules without executing any of their functions
    │  ├─ src/index.ts
    │  └─ src/loaded.ts
    ├─ loads 1 module whose executed functions are unknown
    │  └─ src/minified.js
    ├─ reads 1 file
    │  └─ src/prices.json
    ├─ lists 1 folder
    │  └─ src/fixtures/
    ├─ looks up 1 path
    │  └─ src/local.json
    ├─ uses 2 packages
    │  ├─ lodash  4.17.21
    │  └─ gone
    ├─ reads 1 environment variable
    │  └─ API_URL
    ├─ is configured by 1 file or folder
    │  └─ vitest.config.mts  test runner
    ├─ also depends on
    │  ├─ data files in src
    │  ├─ files that match x/** (dependsOnFiles)
    │  ├─ all installed packages
    │  └─ project shop
    └─ depends on more than it executes and reads
       └─ src/run.ts:12 starts git, whose reads can't be traced
          └─ to avoid this: Call the code directly if you can, and move tests that start programs to their own files."
  `);
});

test('long lists are cut in the tree, with the number of remaining items, and complete as JSON', () => {
  const modules = Array.from({ length: 25 }, (_, at) => ({
    path: `src/m${at}.ts`,
    functions: 1,
    executed: ['f()'],
  }));
  const many = { ...explanation, dependencies: { ...explanation.dependencies, modules } };
  const text = renderTestFile(many, plain);
  expect(text).toContain('executes 25 functions in 25 modules');
  expect(text).toContain('and 15 more modules; --json lists them all');
  expect(text).not.toContain('src/m10.ts');
  expect(toTestFileDocument(many).dependencies.modules).toHaveLength(25);
});

test("names from outside can't control the terminal", () => {
  const text = renderTestFile({ ...explanation, file: 'a\u001b[2J.test.ts' }, plain);
  expect(text).toContain('a\\u001b[2J.test.ts');
});

test('colors mark selected and skipped test files', () => {
  const colors = createColors(true);
  expect(renderTestFile(explanation, colors)).toContain(colors.yellow('would run'));
  expect(renderTestFile({ ...explanation, isSelected: false }, colors)).toContain(
    colors.green('would be skipped'),
  );
});

test('as JSON, a fallback has a next step, and times are in ISO 8601', () => {
  expect(toTestFileDocument(explanation)).toMatchObject({
    selected: true,
    decision: 'changed',
    lastRun: { outcome: 'passed', durationMs: 1200, endedAt: '2026-01-02T03:04:05.000Z' },
    fallbacks: [{ kind: 'process-started', scope: 'project', line: 12, next: expect.any(String) as string }],
  });
});
