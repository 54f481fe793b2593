import fc from 'fast-check';
import { expect, test } from 'vitest';
import { countShards, divideTestFiles, type TestFileToPlan } from './divide-test-files';

const startMs = 100;

const timedTestFiles = fc
  .array(
    fc.record({ task: fc.constantFrom('a', 'b', 'c'), durationMs: fc.integer({ min: 0, max: 60_000 }) }),
    {
      maxLength: 60,
    },
  )
  .map((files) => files.map((file, index): TestFileToPlan => ({ ...file, key: `${file.task}/${index}` })));

const shardCount = fc.integer({ min: 1, max: 12 });

const expectedMs = (testFiles: readonly TestFileToPlan[]) =>
  testFiles.reduce((sum, { durationMs }) => sum + durationMs, 0) +
  startMs * new Set(testFiles.map(({ task }) => task)).size;

test('each test file is in one shard, and the time of a shard is that of its test files and starts', () => {
  fc.assert(
    fc.property(timedTestFiles, shardCount, (testFiles, shards) => {
      const divided = divideTestFiles(testFiles, shards, startMs);
      expect(divided).toHaveLength(shards);
      expect(
        divided
          .flatMap((shard) => shard.testFiles)
          .map(({ key }) => key)
          .sort(),
      ).toEqual(testFiles.map(({ key }) => key).sort());
      expect(divided.map(({ durationMs }) => durationMs)).toEqual(
        divided.map((shard) => expectedMs(shard.testFiles)),
      );
    }),
  );
});

test('the order of the test files does not matter', () => {
  fc.assert(
    fc.property(timedTestFiles, shardCount, (testFiles, shards) => {
      expect(divideTestFiles([...testFiles].reverse(), shards, startMs)).toEqual(
        divideTestFiles(testFiles, shards, startMs),
      );
    }),
  );
});

test('no shard takes longer than the shortest one plus one test file with its start', () => {
  fc.assert(
    fc.property(timedTestFiles, shardCount, (testFiles, shards) => {
      const times = divideTestFiles(testFiles, shards, startMs).map(({ durationMs }) => durationMs);
      const longestMs = Math.max(0, ...testFiles.map(({ durationMs }) => durationMs)) + startMs;
      expect(Math.max(...times)).toBeLessThanOrEqual(Math.min(...times) + longestMs);
    }),
  );
});

/** Few long test files and many short ones, in the order of their names. */
const skewed = Array.from({ length: 64 }, (_, index): TestFileToPlan => {
  return { key: `t${String(index).padStart(2, '0')}`, task: 'a', durationMs: index < 16 ? 9000 : 200 };
});

test('four shards of a skewed suite differ by less than a tenth, and shards with equal numbers of test files by a factor of two', () => {
  const times = divideTestFiles(skewed, 4, startMs).map(({ durationMs }) => durationMs);
  expect(Math.max(...times) / Math.min(...times)).toBeLessThan(1.1);
  const byNumber = [0, 16, 32, 48].map((start) => expectedMs(skewed.slice(start, start + 16)));
  expect(Math.max(...byNumber) / Math.min(...byNumber)).toBeGreaterThan(2);
});

test('a short task is not divided if starting its test runner takes longer than dividing saves', () => {
  const short = Array.from({ length: 4 }, (_, index) => ({ key: `s${index}`, task: 's', durationMs: 10 }));
  const long = [{ key: 'l', task: 'l', durationMs: 500 }];
  const [first, second] = divideTestFiles([...long, ...short], 2, 1000);
  expect([first, second].map((shard) => shard?.testFiles.map(({ task }) => task))).toEqual([
    ['l'],
    ['s', 's', 's', 's'],
  ]);
});

test.each([
  [60_000, 3],
  [1_000_000, 1],
  [20_000, 8],
  [1, 18],
])('with %i ms for a shard there are %i shards', (targetMs, shards) => {
  const found = countShards(skewed, { targetMs, startMs, most: 256 });
  expect(found).toBe(shards);
});

test('without test files there is one shard, and never more than the maximum', () => {
  expect(countShards([], { targetMs: 1, startMs, most: 256 })).toBe(1);
  expect(countShards(skewed, { targetMs: 1, startMs, most: 4 })).toBe(4);
});
