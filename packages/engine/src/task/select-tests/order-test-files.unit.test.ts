import { type Decision, formatBlockId } from '@nx-testmon/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { orderTestFiles } from './order-test-files';
import type { LastRun } from '../../store/task-store';

const changed: Decision = {
  kind: 'changed',
  blocks: [formatBlockId({ kind: 'block', module: 'a.ts', name: 'a' })],
};
const skipped: Decision = { kind: 'skipped', savedMs: 1 };

type Past = Omit<LastRun, 'blocks'> & { readonly blocks?: number };

/** @param seeded the number of blocks of test files that were seeded */
function order(
  files: Readonly<Record<string, readonly [Decision, (Past | undefined)?]>>,
  seeded: Readonly<Record<string, number>> = {},
): string[] {
  const decided = Object.entries(files).map(([file, [decision, lastRun]]) => ({
    ...(seeded[file] === undefined ? {} : { seededBlocks: new Uint8Array(seeded[file]) }),
    testFile: { suite: 's', path: file },
    decision,
    lastRun: lastRun && { ...lastRun, blocks: new Uint8Array(lastRun.blocks ?? 10) },
  }));
  return orderTestFiles(decided).map(({ path }) => path);
}

test('failed before comes first, then affected, then the rest, each by duration', () => {
  expect(
    order({
      rest: [skipped, { outcome: 'passed', durationMs: 900 }],
      'rest-long': [skipped, { outcome: 'passed', durationMs: 1000 }],
      affected: [changed, { outcome: 'passed', durationMs: 10 }],
      'affected-long': [changed, { outcome: 'passed', durationMs: 500 }],
      failed: [changed, { outcome: 'failed', durationMs: 1 }],
      'failed-long': [{ kind: 'failed-before' }, { outcome: 'failed', durationMs: 2 }],
    }),
  ).toEqual(['failed-long', 'failed', 'affected-long', 'affected', 'rest-long', 'rest']);
});

test('of the affected ones, the one with the greatest share of changed dependencies comes first', () => {
  expect(
    order({
      broad: [changed, { outcome: 'passed', durationMs: 20, blocks: 900 }],
      specific: [changed, { outcome: 'passed', durationMs: 20, blocks: 9 }],
      other: [changed, { outcome: 'passed', durationMs: 20, blocks: 90 }],
      failed: [changed, { outcome: 'failed', durationMs: 20, blocks: 900 }],
    }),
  ).toEqual(['failed', 'specific', 'other', 'broad']);
});

test('a changed file of a whole project makes no test file specific', () => {
  const ofProject: Decision = { kind: 'changed', blocks: [formatBlockId({ kind: 'project', name: 'a' })] };
  expect(
    order({
      'whole-project': [ofProject, { outcome: 'passed', durationMs: 20, blocks: 2 }],
      broad: [changed, { outcome: 'passed', durationMs: 20, blocks: 900 }],
    }),
  ).toEqual(['broad', 'whole-project']);
});

test('new test files come first in their group', () => {
  expect(
    order({
      known: [changed, { outcome: 'passed', durationMs: 10 }],
      new: [{ kind: 'new' }],
      other: [{ kind: 'new' }],
    }),
  ).toEqual(['new', 'other', 'known']);
});

test('of seeded test files, the one with the greatest share of changed dependencies comes first, after new ones', () => {
  const files: Parameters<typeof order>[0] = {
    broad: [changed],
    other: [{ kind: 'environment-changed' }],
    specific: [changed],
    known: [changed, { outcome: 'passed', durationMs: 10, blocks: 1 }],
    new: [{ kind: 'new' }],
  };
  expect(order(files, { broad: 900, other: 3, specific: 9 })).toEqual([
    'new',
    'specific',
    'broad',
    'other',
    'known',
  ]);
});

test('every test file is in the order once', () => {
  const decisions: readonly Decision[] = [changed, skipped, { kind: 'new' }, { kind: 'failed-before' }];
  const past = fc.record({
    outcome: fc.constantFrom('passed', 'failed'),
    durationMs: fc.oneof(fc.constant(0), fc.double({ min: 0, max: 1e6, noNaN: true })),
    blocks: fc.nat(300),
  });
  const some = fc.array(fc.tuple(fc.constantFrom(...decisions), fc.option(past, { nil: undefined })));
  fc.assert(
    fc.property(some, (files) => {
      const named = Object.fromEntries(
        files.map(([decision, lastRun], at) => [`f${at}`, [decision, lastRun] as const]),
      );
      expect(order(named).sort()).toEqual(Object.keys(named).sort());
    }),
  );
});
