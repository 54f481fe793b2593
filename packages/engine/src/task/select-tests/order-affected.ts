import type { TestFileId } from '@nx-testmon/core';

/** A test file with what decides its place in the order. */
export interface TimedTestFile {
  readonly testFile: TestFileId;
  /** When it last ran, in ms; infinite where it never did. */
  readonly durationMs: number;
  /** The part of what it depends on that has changed: the greater, the more it is a test of the change. */
  readonly changedShare: number;
}

/** With more workers, long test files would come earlier, and the others later. */
const WORKERS = 2;

/**
 * Orders test files that a change can affect, so that a failure is seen early. Those come first of whose dependencies
 * the greatest part has changed: a test of one module fails more often by an edit of this module than a test that
 * executes it among a hundred others. A long test file does not wait so long that the run would end later.
 *
 * @returns those that never ran come first, in the given order
 */
export function orderAffected(files: readonly TimedTestFile[]): TimedTestFile[] {
  const known = files.filter(({ durationMs }) => durationMs !== Infinity);
  return [...files.filter(({ durationMs }) => durationMs === Infinity), ...orderKnown(known)];
}

function orderKnown(files: readonly TimedTestFile[]): TimedTestFile[] {
  const bySpecificity = [...files].sort(
    (one, other) => other.changedShare - one.changedShare || other.durationMs - one.durationMs,
  );
  const byDuration = [...bySpecificity].sort((one, other) => other.durationMs - one.durationMs);
  const total = files.reduce((sum, { durationMs }) => sum + durationMs, 0);
  const earliestEnd = Math.max(total / WORKERS, byDuration[0]?.durationMs ?? 0);
  const ordered = new Set<TimedTestFile>();
  let startMs = 0;
  const [specific, long] = [bySpecificity.values(), byDuration.values()];
  let [nextSpecific, nextLong] = [specific.next(), long.next()];
  while (!nextSpecific.done && !nextLong.done) {
    if (ordered.has(nextSpecific.value)) nextSpecific = specific.next();
    else if (ordered.has(nextLong.value)) nextLong = long.next();
    else {
      const isLate = startMs + nextLong.value.durationMs > earliestEnd;
      const next = isLate ? nextLong.value : nextSpecific.value;
      ordered.add(next);
      startMs += next.durationMs / WORKERS;
    }
  }
  return [...ordered];
}
