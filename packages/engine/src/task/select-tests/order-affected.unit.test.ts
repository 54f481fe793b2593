import fc from 'fast-check';
import { expect, test } from 'vitest';
import { orderAffected, type TestFileInOrder } from './order-affected';

function file(path: string, durationMs: number, changedShare: number): TestFileInOrder {
  return { testFile: { suite: 's', path }, durationMs, changedShare };
}

function pathsOf(files: readonly TestFileInOrder[]): string[] {
  return orderAffected(files).map(({ testFile }) => testFile.path);
}

/** The duration of a run in which each free worker takes the next test file. */
function runTime(files: readonly TestFileInOrder[], workers: number): number {
  const ends = Array<number>(workers).fill(0);
  for (const { durationMs } of files) {
    const first = ends.indexOf(Math.min(...ends));
    ends[first] = (ends[first] ?? 0) + durationMs;
  }
  return Math.max(...ends);
}

test('the test file with the greatest share of changed dependencies comes first', () => {
  const files = [file('all', 30, 0.01), file('some', 30, 0.1), file('one', 30, 0.5), file('most', 30, 0.2)];
  expect(pathsOf(files)).toEqual(['one', 'most', 'some', 'all']);
});

test('a test file that takes as long as all others together is among the first that workers start', () => {
  const short = Array.from({ length: 10 }, (_, at) => file(`short-${at}`, 10, 0.5));
  expect(pathsOf([...short, file('long', 100, 0.01)]).indexOf('long')).toBe(1);
  expect(pathsOf([...short, file('longer', 200, 0.01)]).indexOf('longer')).toBe(1);
});

test('a long test file waits as long as there is time', () => {
  const short = Array.from({ length: 10 }, (_, at) => file(`short-${at}`, 10, 0.5));
  const paths = pathsOf([file('long', 60, 0.01), ...short]);
  expect(paths.indexOf('long')).toBeGreaterThan(2);
  expect(paths.indexOf('long')).toBeLessThan(7);
});

test('without a known change the longest comes first, and new test files before all', () => {
  const files = [file('short', 10, 0), file('long', 50, 0), file('new', Infinity, 0), file('mid', 20, 0)];
  expect(pathsOf(files)).toEqual(['new', 'long', 'mid', 'short']);
  expect(pathsOf([])).toEqual([]);
});

const someFiles = fc.array(
  fc.record({ durationMs: fc.integer({ min: 1, max: 500 }), changedShare: fc.double({ min: 0, max: 1 }) }),
  { maxLength: 40 },
);

test('every test file is in the order once, and a run takes little longer than with the longest first', () => {
  fc.assert(
    fc.property(someFiles, fc.integer({ min: 1, max: 4 }), (some, workers) => {
      const files = some.map(({ durationMs, changedShare }, at) => file(`${at}`, durationMs, changedShare));
      const ordered = orderAffected(files);
      expect(new Set(ordered)).toEqual(new Set(files));
      expect(ordered).toHaveLength(files.length);
      const longest = [...files].sort((one, other) => other.durationMs - one.durationMs);
      const most = Math.max(0, ...files.map(({ durationMs }) => durationMs));
      // No worker is idle before the last test files, so the difference is at most one of them.
      expect(runTime(ordered, workers)).toBeLessThanOrEqual(runTime(longest, workers) + most);
    }),
  );
});
