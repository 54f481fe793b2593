import type { Fallback } from '@nx-testmon/core';
import { expect, test } from 'vitest';
import type { DecidedTestFile } from '../select-tests/decide-test-files';
import { fallbackLine } from './header';

const git: Fallback = { kind: 'process-started', module: 'a/run.ts', line: 12, subject: 'git' };
const tsc: Fallback = { ...git, line: 13, subject: 'tsc' };
const sqlite: Fallback = { kind: 'untraced-builtin', subject: 'node:sqlite' };

function line(...fallbacks: readonly (readonly Fallback[])[]): string | undefined {
  const files = fallbacks.map((some, at): DecidedTestFile => ({
    testFile: { suite: 'a', path: `${at}.test.ts` },
    decision: { kind: 'new' },
    isTraversed: true,
    fallbacks: some,
    lastRun: undefined,
  }));
  const [first, ...rest] = files;
  return fallbackLine({
    selected: first ? [first] : [],
    skipped: rest,
    inOtherShards: [],
    fullRunReason: undefined,
    fileFilter: undefined,
    audited: [],
    order: [],
    savedMs: 0,
  });
}

test('each test file counts once for each kind of cause, the most frequent first', () => {
  expect(line([git, tsc], [git, sqlite], [])).toBe(
    '2 of 3 test files depend on more than they execute and read: untraced process (2), untraced Node module (1); `testmon doctor` lists them',
  );
});

test('one test file is described in the singular', () => {
  expect(line([git])).toMatch(
    /^1 of 1 test file depends on more than it executes and reads: untraced process \(1\)/,
  );
});

test('lists the first kinds, and is absent without fallbacks', () => {
  const many = [git, sqlite, { kind: 'coverage' }, { kind: 'browser' }] as const;
  expect(line(many)?.match(/ \(1\)/g)).toHaveLength(3);
  expect(line(many)).toContain(', …;');
  expect(line([], [])).toBeUndefined();
  // Another line reports seeded test files.
  expect(line([{ kind: 'seeded' }])).toBeUndefined();
});
