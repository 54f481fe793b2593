import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { TestFileId } from '../records/test-file-id';
import { auditCycleDays, chooseAudited, isAuditedInShard } from './audit-share';

interface File {
  readonly testFile: TestFileId;
}

const manyFiles = filesOf(400);

function filesOf(count: number, suite = 'a:vitest.config.ts'): File[] {
  return Array.from({ length: count }, (_, at) => ({ testFile: { suite, path: `src/${at}.test.ts` } }));
}

const percents = fc.oneof(
  fc.constantFrom(0.5, 1, 5, 7, 10, 15, 33, 50, 60, 100),
  fc.double({ min: 1, max: 100, noNaN: true }),
);

function pathsOf(files: readonly File[]): string[] {
  return files.map(({ testFile }) => testFile.path);
}

test('each test file has its day exactly once in every cycle', () => {
  fc.assert(
    fc.property(percents, fc.nat({ max: 30_000 }), (percent, at) => {
      const days = auditCycleDays(percent);
      const start = Math.floor(at / days) * days;
      const audited = Array.from({ length: days }, (_, day) =>
        pathsOf(chooseAudited(manyFiles, { percent, day: start + day })),
      );
      // A day without test files takes one of a later day.
      const counts = new Map<string, number>();
      for (const path of audited.flat()) counts.set(path, (counts.get(path) ?? 0) + 1);
      expect([...counts.keys()].sort()).toEqual(pathsOf(manyFiles).sort());
      const own = audited.filter((paths) => paths.length > 1).flat();
      expect(new Set(own).size).toBe(own.length);
    }),
    { numRuns: 60 },
  );
});

test('5 % are 20 days, with about a twentieth of the test files on each', () => {
  expect(auditCycleDays(5)).toBe(20);
  const days = Array.from(
    { length: 20 },
    (_, day) => chooseAudited(manyFiles, { percent: 5, day: 20_000 + day }).length,
  );
  expect(days.reduce((sum, one) => sum + one)).toBe(400);
  expect(Math.min(...days)).toBeGreaterThan(5);
  expect(Math.max(...days)).toBeLessThan(45);
});

test('the day of a test file depends on no other test file', () => {
  fc.assert(
    fc.property(fc.nat({ max: 30_000 }), fc.subarray(manyFiles, { minLength: 1 }), (day, some) => {
      const ofAll = new Set(pathsOf(chooseAudited(manyFiles, { percent: 10, day })));
      const ofSome = pathsOf(chooseAudited(some, { percent: 10, day }));
      const expected = pathsOf(some).filter((path) => ofAll.has(path));
      if (expected.length > 0) expect(ofSome).toEqual(expected);
      else expect(ofSome).toHaveLength(1);
    }),
  );
});

test('with few test files, one is audited on every day, each in turn', () => {
  const few = filesOf(3);
  for (const start of [20_000, 20_020, 20_040]) {
    const days = Array.from({ length: 20 }, (_, day) => chooseAudited(few, { percent: 5, day: start + day }));
    expect(days.every((one) => one.length > 0)).toBe(true);
    expect(new Set(days.flatMap(pathsOf)).size).toBe(3);
  }
  expect(chooseAudited(filesOf(1), { percent: 0.1, day: 20_000 })).toHaveLength(1);
  expect(chooseAudited([], { percent: 5, day: 20_000 })).toEqual([]);
});

test('a test file is not always audited on the same day of the week', () => {
  const dayIn = (cycle: number, path: string) =>
    Array.from({ length: 7 }, (_, day) => day).find((day) =>
      pathsOf(chooseAudited(manyFiles, { percent: 15, day: cycle * 7 + day })).includes(path),
    );
  const days = new Set(Array.from({ length: 30 }, (_, cycle) => dayIn(2_900 + cycle, 'src/1.test.ts')));
  expect(days.size).toBeGreaterThan(3);
});

test('100 % are all test files on every day, and each suite has its own days', () => {
  expect(chooseAudited(manyFiles, { percent: 100, day: 20_001 })).toEqual(manyFiles);
  const other = filesOf(400, 'b:vitest.config.ts');
  const of = (files: readonly File[]) => pathsOf(chooseAudited(files, { percent: 10, day: 20_001 }));
  expect(of(other)).not.toEqual(of(manyFiles));
});

test('each test file is audited by exactly one of several shards', () => {
  for (const of of [1, 2, 5]) {
    const counts = manyFiles.map(
      ({ testFile }) =>
        Array.from({ length: of }, (_, at) => at + 1).filter((shard) => isAuditedInShard(testFile, shard, of))
          .length,
    );
    expect(counts.every((count) => count === 1)).toBe(true);
  }
});
