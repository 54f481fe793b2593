import type { Decision } from '@nx-testmon/core';
import { expect, test } from 'vitest';
import type { FullRunReason } from './full-run-reason';
import { applyDecisions } from './apply-decisions';

const decisions: Readonly<Record<string, Decision>> = {
  fast: { kind: 'skipped', savedMs: 10 },
  slow: { kind: 'skipped', savedMs: 500, seeded: true },
  new: { kind: 'new' },
  failed: { kind: 'failed-before' },
  other: { kind: 'environment-changed' },
  unsure: { kind: 'not-comparable' },
};

function select(fullRunReason?: FullRunReason) {
  const testFiles = Object.entries(decisions).map(([file, decision]) => ({
    testFile: { suite: 's', path: file },
    decision,
    isTraversed: false,
    fallbacks: [],
    lastRun:
      file === 'failed'
        ? ({ outcome: 'failed', durationMs: 1, blocks: new Uint8Array(9) } as const)
        : undefined,
  }));
  const { selected, skipped, order, ...rest } = applyDecisions({
    testFiles,
    fullRunReason,
    fileFilter: undefined,
  });
  return {
    selected: selected.map(({ testFile }) => testFile.path),
    skipped: skipped.map(({ testFile }) => testFile.path),
    order: order.map(({ path }) => path),
    ...rest,
  };
}

test('only test files that the facts skip are skipped, and their time is saved', () => {
  expect(select()).toEqual({
    selected: ['new', 'failed', 'other', 'unsure'],
    skipped: ['fast', 'slow'],
    order: ['failed', 'new', 'other', 'unsure', 'fast', 'slow'],
    audited: [],
    inOtherShards: [],
    fullRunReason: undefined,
    fileFilter: undefined,
    savedMs: 510,
  });
});

test('in a full run every test file is selected, in the same order, and nothing is saved', () => {
  expect(select('noselect')).toEqual({
    selected: Object.keys(decisions),
    skipped: [],
    order: select().order,
    audited: [],
    inOtherShards: [],
    fullRunReason: 'noselect',
    fileFilter: undefined,
    savedMs: 0,
  });
});
