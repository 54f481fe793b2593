import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FlakyOfProject } from '@nx-testmon/engine';
import { expect, test } from 'vitest';
import { renderFlaky, toFlakyDocument } from './render-flaky';

const day = 86_400_000;
const start = Date.UTC(2026, 10, 1, 4, 10);

const flaky: FlakyOfProject = {
  project: 'cart',
  testFile: { suite: 'cart:libs/cart/vitest.config.mts', path: 'libs/cart/src/cart.test.ts' },
  environments: ['default'],
  failures: 2,
  passes: 1,
  codes: 1,
  firstFailedAt: start + day,
  lastFailedAt: start + 2 * day,
  firstDifference: { outcome: 'failed', endedAt: start + day, formerAt: start },
  failedTests: [
    { name: 'cart > adds', failures: 2 },
    { name: 'loads\u001b[2J', failures: 1 },
  ],
};

test('a flaky test file is shown with its counts, times and failed tests', () => {
  expect(renderFlaky([flaky]).split('\n')).toEqual([
    '1 test file passed and failed with the same code',
    '',
    'libs/cart/src/cart.test.ts  project cart',
    '  2 failures and 1 pass with 1 state of its code; last failed 2026-11-03 04:10 UTC',
    '  first: passed 2026-11-01 04:10 UTC, then failed 2026-11-02 04:10 UTC',
    String.raw`  tests: "cart > adds" (2), "loads\u001b[2J" (1)`,
  ]);
});

test('other environments than the default are named, and tests only if they are known', () => {
  const other = { ...flaky, environments: ['ci', 'default'], failedTests: [], passes: 3 };
  expect(renderFlaky([flaky, other])).toContain(
    [
      'libs/cart/src/cart.test.ts  project cart',
      '  2 failures and 3 passes with 1 state of its code; last failed 2026-11-03 04:10 UTC',
      '  first: passed 2026-11-01 04:10 UTC, then failed 2026-11-02 04:10 UTC',
      '  environment: ci, default',
    ].join('\n'),
  );
});

test('a sentence reports that there are no flaky test files', () => {
  expect(renderFlaky([])).toBe(
    'No test file is known to be flaky: none has passed and failed with the same code.',
  );
  expect(toFlakyDocument([])).toEqual({ testFiles: [] });
});

test('the document has times in ISO 8601', () => {
  expect(toFlakyDocument([flaky]).testFiles).toMatchObject([
    {
      project: 'cart',
      file: 'libs/cart/src/cart.test.ts',
      lastFailedAt: '2026-11-03T04:10:00.000Z',
      firstDifference: {
        outcome: 'failed',
        endedAt: '2026-11-02T04:10:00.000Z',
        formerAt: '2026-11-01T04:10:00.000Z',
      },
    },
  ]);
});

/** Names of fields such as `testFiles[].failures`. */
function fieldsOf(value: unknown, prefix = ''): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => fieldsOf(item, `${prefix}[]`));
  if (typeof value !== 'object' || value === null) return [prefix];
  return Object.entries(value).flatMap(([key, item]) =>
    fieldsOf(item, prefix === '' ? key : `${prefix}.${key}`),
  );
}

test('docs/flaky.md lists every field of the document, and no other', () => {
  const page = readFileSync(join(__dirname, '../../../../../docs/flaky.md'), 'utf8');
  const [, table = ''] = page.split('## JSON\n');
  const documented = [...table.matchAll(/^\| `([^`]+)` \|/gm)].map(([, field]) => field);
  expect(documented).toEqual([...new Set(fieldsOf(toFlakyDocument([flaky])))]);
});
