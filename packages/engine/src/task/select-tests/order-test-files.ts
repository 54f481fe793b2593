import { coversManyFiles, type TestFileId } from '@nx-testmon/core';
import type { DecidedTestFile } from './decide-test-files';
import { orderAffected, type TestFileInOrder } from './order-affected';

type FileToOrder = Pick<DecidedTestFile, 'testFile' | 'decision' | 'lastRun' | 'seededBlocks'>;

/**
 * Orders the test files of a run: those that failed when they last ran, then affected ones, then the rest.
 * Among the affected ones, those that most likely fail come first ({@link orderAffected}). Among the others,
 * the longest come first, as in all test runners, so that no worker starts a long one last. In each group, a
 * test file that has never run comes first: new ones, then seeded ones, those first that most likely fail.
 */
export function orderTestFiles(files: readonly FileToOrder[]): TestFileId[] {
  const failed: TestFileInOrder[] = [];
  const affected: TestFileInOrder[] = [];
  const rest: TestFileInOrder[] = [];
  for (const file of files) {
    const isFailed = file.lastRun?.outcome === 'failed';
    const group = isFailed ? failed : file.decision.kind === 'skipped' ? rest : affected;
    group.push(toTimed(file));
  }
  return [...failed.sort(byDuration), ...orderAffected(affected), ...rest.sort(byDuration)].map(
    ({ testFile }) => testFile,
  );
}

function toTimed({ testFile, decision, lastRun, seededBlocks }: FileToOrder): TestFileInOrder {
  const known = lastRun?.blocks ?? seededBlocks;
  // All of a new test file has changed.
  if (known === undefined) return { testFile, durationMs: Infinity, changedShare: 1 };
  // Every edit of a project selects the test files that depend on the whole project, but few of these edits
  // are specific to them.
  const blocks = decision.kind === 'changed' ? decision.blocks : [];
  const changed = blocks.filter((block) => !coversManyFiles(block)).length;
  const changedShare = Math.min(1, changed / Math.max(1, known.byteLength));
  return { testFile, durationMs: lastRun?.durationMs ?? Infinity, changedShare };
}

/** The longest first. */
function byDuration(one: TestFileInOrder, other: TestFileInOrder): number {
  if (one.durationMs === other.durationMs) return 0;
  return one.durationMs > other.durationMs ? -1 : 1;
}
