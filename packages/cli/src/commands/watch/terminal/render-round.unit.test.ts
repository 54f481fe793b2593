import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createColors } from 'picocolors';
import { describe, expect, test } from 'vitest';
import { renderRound, toRoundDocument } from './render-round';
import { refusedEnd, type Round, type RoundEnd } from '../rounds/round';

const round: Round = {
  cause: 'change',
  scope: { kind: 'affected' },
  changed: ['libs/a/src/sum.ts'],
  filter: '',
  failed: [],
};
const one = { task: 'a:testmon', testFile: { suite: 'a', path: 'libs/a/src/sum.test.ts' } };
const end: RoundEnd = {
  outcome: 'failed',
  exitCode: 1,
  selected: 2,
  total: 41,
  passed: [one],
  failed: [{ ...one, testFile: { suite: 'a', path: 'libs/a/src/bill.test.ts' } }],
  broken: [],
  durationMs: 1234,
};
const plain = createColors(false);

describe('a round in one line', () => {
  test('names the changed file, the selection, the results and the time', () => {
    expect(renderRound(round, end, plain)).toBe(
      'testmon: libs/a/src/sum.ts changed: 2 of 41 test files selected, 1 passed, 1 failed in 1.2s',
    );
  });

  test.each([
    [{ changed: ['a.ts', 'b.ts'] }, 'a.ts and 1 more file changed'],
    [{ changed: ['a.ts', 'b.ts', 'c.ts'] }, 'a.ts and 2 more files changed'],
    [{ cause: 'start' }, 'start'],
    [{ cause: 'all' }, 'all test files'],
    [{ cause: 'all', filter: 'sum' }, 'all test files (filter: sum)'],
    [{ cause: 'filter', filter: 'sum' }, 'filter: sum'],
    [{ cause: 'filter' }, 'no filter'],
    [{ cause: 'projects' }, 'projects or their dependencies changed'],
  ] as const)('describes its cause: %j', (more, cause) => {
    expect(renderRound({ ...round, ...more }, end, plain)).toContain(`testmon: ${cause}: 2 of 41`);
  });

  test('shows hidden characters of a file name', () => {
    const line = renderRound({ ...round, changed: ['a\u001b[31m.ts'] }, end, plain);
    expect(line).not.toContain('\u001b');
  });

  test('does not count the other test files if some are listed', () => {
    const listed = { ...round, cause: 'failed', scope: { kind: 'listed', testFiles: [one] } } as const;
    expect(renderRound(listed, { ...end, selected: 1, failed: [] }, plain)).toBe(
      'testmon: failed test files: 1 test file selected, 1 passed in 1.2s',
    );
  });

  test('reports that it was cancelled', () => {
    expect(renderRound(round, { ...end, outcome: 'interrupted' }, plain)).toBe(
      'testmon: libs/a/src/sum.ts changed: cancelled, 1 passed, 1 failed in 1.2s',
    );
  });

  test('names tasks that failed without a test file, and reports that nothing could run', () => {
    expect(renderRound(round, { ...end, passed: [], failed: [], broken: ['a:testmon'] }, plain)).toContain(
      'selected, 1 task failed (a:testmon) in 1.2s',
    );
    expect(renderRound(round, refusedEnd(2), plain)).toBe(
      'testmon: libs/a/src/sum.ts changed: nothing could be run',
    );
  });

  test('has no results if nothing ran', () => {
    expect(renderRound(round, { ...end, selected: 0, passed: [], failed: [] }, plain)).toMatch(
      /: 0 of 41 test files selected in 1\.2s$/,
    );
  });
});

test('docs/watch.md lists every field of a round as JSON, and no other', () => {
  const page = readFileSync(join(__dirname, '../../../../../../docs/watch.md'), 'utf8');
  const [, section = ''] = page.split('## Output for programs\n');
  const documented = [...section.matchAll(/^\| `([\w[\].]+)` \|/gm)].map(([, field = '']) => field);
  const document = toRoundDocument(round, end);
  const fields = Object.entries(document).flatMap(([name, value]) => {
    if (!Array.isArray(value)) return [name];
    const [first] = value as readonly unknown[];
    return typeof first === 'object'
      ? Object.keys(first ?? {}).map((key) => `${name}[].${key}`)
      : [`${name}[]`];
  });
  expect(documented.sort()).toEqual(fields.sort());
});
