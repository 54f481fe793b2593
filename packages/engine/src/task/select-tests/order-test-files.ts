import { coversManyFiles, type TestFileId } from '@nx-testmon/core';
import type { DecidedTestFile } from './decide-test-files';
import { orderAffected, type TimedTestFile } from './order-affected';

type FileToOrder = Pick<DecidedTestFile, 'testFile' | 'decision' | 'lastRun'>;

/**
 * The order of test files in a run: those that failed when they last ran, then those that a change can affect, then the
 * rest. Of the affected ones, those come first that most likely fail ({@link orderAffected}); of the others, the
 * longest, as all runners do, so that no worker starts a long one last. A test file that never ran comes before those
 * that did.
 */
export function orderTestFiles(files: readonly FileToOrder[]): TestFileId[] {
  const failed: TimedTestFile[] = [];
  const affected: TimedTestFile[] = [];
  const rest: TimedTestFile[] = [];
  for (const file of files) {
    const isFailed = file.lastRun?.outcome === 'failed';
    const group = isFailed ? failed : file.decision.kind === 'skipped' ? rest : affected;
    group.push(toTimed(file));
  }
  return [...failed.sort(byDuration), ...orderAffected(affected), ...rest.sort(byDuration)].map(
    ({ testFile }) => testFile,
  );
}

function toTimed({ testFile, decision, lastRun }: FileToOrder): TimedTestFile {
  if (lastRun === undefined) return { testFile, durationMs: Infinity, changedShare: 0 };
  // What depends on a whole project is selected by every edit in it, and is a test of few of them.
  const blocks = decision.kind === 'changed' ? decision.blocks : [];
  const changed = blocks.filter((block) => !coversManyFiles(block)).length;
  const changedShare = changed / Math.max(1, lastRun.blocks.byteLength);
  return { testFile, durationMs: lastRun.durationMs, changedShare };
}

/** The longest first. */
function byDuration(one: TimedTestFile, other: TimedTestFile): number {
  if (one.durationMs === other.durationMs) return 0;
  return one.durationMs > other.durationMs ? -1 : 1;
}
