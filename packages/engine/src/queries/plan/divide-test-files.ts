/** A test file with its expected duration, in ms. */
export interface TestFileToPlan {
  /** Unique among all test files that are divided. */
  readonly key: string;
  /** The task that runs it. A shard starts the test runner once for each of its tasks. */
  readonly task: string;
  readonly durationMs: number;
}

/** One shard: its test files, and their total time including the starts of the test runners, in ms. */
export interface DividedShard<TestFile extends TestFileToPlan> {
  readonly testFiles: readonly TestFile[];
  readonly durationMs: number;
}

interface OpenShard<TestFile extends TestFileToPlan> extends DividedShard<TestFile> {
  readonly testFiles: TestFile[];
  durationMs: number;
  readonly tasks: Set<string>;
}

/**
 * Divides test files into shards of about equal time: the longest first, each to the shard that would end
 * earliest with it (longest processing time first, Graham 1969; the longest shard takes at most 4/3 of the
 * optimum). The division is the same on every machine.
 *
 * @param shards the number of shards, at least 1; some are empty if there are fewer test files
 * @param startMs time to start the test runner of a task, once per shard
 */
export function divideTestFiles<TestFile extends TestFileToPlan>(
  testFiles: readonly TestFile[],
  shards: number,
  startMs: number,
): DividedShard<TestFile>[] {
  const open = Array.from({ length: shards }, (): OpenShard<TestFile> => {
    return { testFiles: [], durationMs: 0, tasks: new Set() };
  });
  const endWith = (shard: OpenShard<TestFile>, { task, durationMs }: TestFile) =>
    shard.durationMs + durationMs + (shard.tasks.has(task) ? 0 : startMs);
  for (const testFile of [...testFiles].sort(byDuration)) {
    const earliest = open.reduce((best, shard) =>
      endWith(shard, testFile) < endWith(best, testFile) ? shard : best,
    );
    earliest.durationMs = endWith(earliest, testFile);
    earliest.tasks.add(testFile.task);
    earliest.testFiles.push(testFile);
  }
  return open.map((shard) => ({ testFiles: shard.testFiles, durationMs: shard.durationMs }));
}

function byDuration(one: TestFileToPlan, other: TestFileToPlan): number {
  return other.durationMs - one.durationMs || (one.key < other.key ? -1 : 1);
}

/**
 * Finds the smallest number of shards of which none takes longer than a target. If a test file alone takes
 * longer than the target, the longest test file with the start of its test runner becomes the target.
 *
 * @param most the maximum number of shards
 */
export function countShards(
  testFiles: readonly TestFileToPlan[],
  { targetMs, startMs, most }: { readonly targetMs: number; readonly startMs: number; readonly most: number },
): number {
  const limit = Math.max(1, Math.min(most, testFiles.length));
  const longestMs = Math.max(0, ...testFiles.map(({ durationMs }) => durationMs)) + startMs;
  const reachableMs = Math.max(targetMs, longestMs);
  const sumMs = testFiles.reduce((sum, { durationMs }) => sum + durationMs, 0);
  let shards = Math.max(1, Math.min(limit, Math.floor(sumMs / reachableMs)));
  while (shards < limit && longest(testFiles, shards, startMs) > reachableMs) shards++;
  return shards;
}

function longest(testFiles: readonly TestFileToPlan[], shards: number, startMs: number): number {
  return Math.max(...divideTestFiles(testFiles, shards, startMs).map(({ durationMs }) => durationMs));
}
