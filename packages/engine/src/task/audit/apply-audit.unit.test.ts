import { expect, test } from 'vitest';
import { applyDecisions, type TestSelection } from '../select-tests/apply-decisions';
import type { DecidedTestFile } from '../select-tests/decide-test-files';
import { applyAudit } from './apply-audit';

const now = Date.UTC(2026, 10, 30, 12);
const hour = 3_600_000;

function decided(path: string, decision: DecidedTestFile['decision']): DecidedTestFile {
  return { testFile: { suite: 's', path }, decision, isTraversed: false, fallbacks: [], lastRun: undefined };
}

function selectionOf(skipped: number): TestSelection {
  const files = Array.from({ length: skipped }, (_, at) =>
    decided(`${at}.test.ts`, { kind: 'skipped', savedMs: 100 }),
  );
  const testFiles = [decided('new.test.ts', { kind: 'new' }), ...files];
  return applyDecisions({ testFiles, fullRunReason: undefined, fileFilter: undefined });
}

const selection = selectionOf(200);
const auditedAt = (time: number, percent = 10) =>
  applyAudit(selection, { percent, now: time, shard: undefined }).audited.map(
    ({ testFile }) => testFile.path,
  );

test('without a share the selection is the same', () => {
  expect(applyAudit(selection, { percent: 0, now, shard: undefined })).toBe(selection);
});

test('a share of the skipped test files is audited, their time is not saved, and nothing else changes', () => {
  const applied = applyAudit(selection, { percent: 10, now, shard: undefined });
  const { audited, savedMs } = applied;
  expect(audited.length).toBeGreaterThan(5);
  expect(audited.length).toBeLessThan(40);
  expect(audited.every((file) => selection.skipped.includes(file))).toBe(true);
  expect(savedMs).toBe((200 - audited.length) * 100);
  expect({ ...applied, audited: [], savedMs: selection.savedMs }).toEqual(selection);
  expect(selection.audited).toEqual([]);
});

test('the share is the same all day in UTC, and another one on the next day', () => {
  const midnight = Date.UTC(2026, 10, 30);
  expect(auditedAt(midnight)).toEqual(auditedAt(midnight + 23 * hour));
  const next = auditedAt(midnight + 24 * hour);
  expect(next).not.toEqual(auditedAt(midnight));
  // With 10 %, a cycle has ten days and begins on days that are multiples of ten.
  const start = Math.floor(now / (240 * hour)) * 240 * hour;
  const days = Array.from({ length: 10 }, (_, day) => auditedAt(start + day * 24 * hour));
  expect(days.flat().sort()).toEqual(selection.skipped.map(({ testFile }) => testFile.path).sort());
});

test('the machines of a plan together audit the whole share, each test file once', () => {
  const shards = [1, 2, 3].map((number) =>
    applyAudit(selection, { percent: 100, now, shard: { number, of: 3 } }).audited.map(
      ({ testFile }) => testFile.path,
    ),
  );
  expect(shards.every((paths) => paths.length > 20)).toBe(true);
  expect(shards.flat().sort()).toEqual(selection.skipped.map(({ testFile }) => testFile.path).sort());
});

test('if nothing is skipped, nothing is audited', () => {
  expect(applyAudit(selectionOf(0), { percent: 100, now, shard: undefined }).audited).toEqual([]);
});
