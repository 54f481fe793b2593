import type { TestFileId } from '@nx-testmon/core';

/** A test file with the values that decide its place in the order. */
export interface TestFileInOrder {
  readonly testFile: TestFileId;
  /** Duration of its last run, in ms; infinite if it has never run. */
  readonly durationMs: number;
  /**
   * The share of its dependencies that has changed. A higher share means a more specific test of the change.
   */
  readonly changedShare: number;
}

/** A higher number would move long test files forward, and the others back. */
const WORKERS = 2;

/**
 * Orders affected test files so that failures are found early. Test files with the greatest share of changed
 * dependencies come first: an edit of a module fails a test of this module more often than a test that
 * executes it among a hundred others. A long test file is moved forward if the run would otherwise end later.
 *
 * @returns test files that have never run come first, and among them too those with the greatest share
 */
export function orderAffected(files: readonly TestFileInOrder[]): TestFileInOrder[] {
  const known = files.filter(({ durationMs }) => durationMs !== Infinity);
  const neverRun = files.filter(({ durationMs }) => durationMs === Infinity);
  const bySpecificity = neverRun.sort((one, other) => other.changedShare - one.changedShare);
  return [...bySpecificity, ...orderKnown(known)];
}

function orderKnown(files: readonly TestFileInOrder[]): TestFileInOrder[] {
  const bySpecificity = [...files].sort(
    (one, other) => other.changedShare - one.changedShare || other.durationMs - one.durationMs,
  );
  const byDuration = [...bySpecificity].sort((one, other) => other.durationMs - one.durationMs);
  const total = files.reduce((sum, { durationMs }) => sum + durationMs, 0);
  const earliestEnd = Math.max(total / WORKERS, byDuration[0]?.durationMs ?? 0);
  const ordered = new Set<TestFileInOrder>();
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
