import { describe, expect, test } from 'vitest';
import {
  describeFallback,
  describeFallbackCount,
  describeRunFallback,
  fallbackKinds,
  hasScope,
  sortFallbacks,
} from './describe-fallback';
import type { Fallback } from './fallback';
import { fallbackTable } from './fallback-table';

const git: Fallback = { kind: 'process-started', module: 'src/run.ts', line: 12, subject: 'git' };

test('a cause is named with file, line and subject, as far as they are known', () => {
  expect(describeFallback(git)).toBe("src/run.ts:12 starts git, whose reads can't be traced");
  expect(describeFallback({ kind: 'process-started', module: 'src/run.ts' })).toBe(
    "src/run.ts starts a process that can't be traced",
  );
  expect(describeFallback({ kind: 'shared-modules' })).toBe(
    'the test file shares modules with other test files (`isolate: false`)',
  );
  expect(describeRunFallback({ kind: 'coverage' })).toMatch(/^the test files ran with coverage/);
});

test('test files are counted by the kind of their fallback', () => {
  expect(describeFallbackCount('process-started', 2)).toBe('untraced process (2)');
});

test('each cause is kept once, in a fixed order', () => {
  const other: Fallback = { kind: 'coverage' };
  expect(sortFallbacks([git, other, { ...git }])).toEqual([other, git]);
  expect(sortFallbacks([other, git])).toEqual([other, git]);
});

test('a scope applies if any fallback has it', () => {
  expect(hasScope([git], 'project')).toBe(true);
  expect(hasScope([git], 'data')).toBe(false);
  expect(hasScope(undefined, 'data')).toBe(false);
});

describe.each(fallbackKinds)('%s', (kind) => {
  const { explanation, next, object } = fallbackTable[kind];

  test('has an explanation and a next step in full sentences', () => {
    for (const text of [explanation, next]) expect(text).toMatch(/^[A-Z].*[.]$/);
    expect(object).not.toMatch(/[.]$/);
  });

  test('names the subject if its text depends on it', () => {
    const plain = describeFallback({ kind });
    const named = describeFallback({ kind, subject: 'SUBJECT' });
    expect(named.includes('SUBJECT')).toBe(named !== plain);
  });
});
