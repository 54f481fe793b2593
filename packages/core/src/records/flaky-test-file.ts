import type { CodeResult } from './code-result';
import { type EnvironmentKey, parseEnvironmentId } from './environment-id';
import { type TestFileId, testFileKey } from './test-file-id';

/** A test file that has passed and failed with the same code in one environment. */
export interface FlakyTestFile {
  readonly testFile: TestFileId;
  /** Names of the environments in which it is flaky, without their digests; sorted. */
  readonly environments: readonly string[];
  /** How often it failed with code with which it also passed. */
  readonly failures: number;
  /** How often it is known to have passed with such code. */
  readonly passes: number;
  /** The number of states of its code with which it both passed and failed. */
  readonly codes: number;
  /** When it first and last failed with such code, in ms since 1970. */
  readonly firstFailedAt: number;
  readonly lastFailedAt: number;
  /** The first outcome that differs from the previous outcome with the same code. */
  readonly firstDifference: FlakyResult;
  /** The tests that failed, as far as they are known, the most frequent ones first. */
  readonly failedTests: readonly { readonly name: string; readonly failures: number }[];
}

/** Two successive results with the same code. Times in ms since 1970. */
export interface FlakyResult {
  readonly outcome: CodeResult['outcome'];
  readonly endedAt: number;
  /** When it ended with the other outcome. */
  readonly formerAt: number;
}

/**
 * The test files that are proved to be flaky, those with the most failures first. Results with the same code in the
 * same environment differ in nothing that the failed execution depended on.
 *
 * @param results each execution once
 */
export function findFlaky(results: readonly CodeResult[]): FlakyTestFile[] {
  const byCode = group(results, ({ testFile, environment, code }) =>
    JSON.stringify([testFileKey(testFile), environment, code]),
  );
  const differing = byCode.filter((some) => new Set(some.map(({ outcome }) => outcome)).size > 1);
  return group(differing, ([first]) => (first ? testFileKey(first.testFile) : ''))
    .flatMap(describe)
    .sort(
      (one, other) =>
        other.failures - one.failures ||
        other.lastFailedAt - one.lastFailedAt ||
        (testFileKey(one.testFile) < testFileKey(other.testFile) ? -1 : 1),
    );
}

/** @param codes the results of one test file, grouped by code; the outcomes in each group differ */
function describe(codes: readonly (readonly CodeResult[])[]): FlakyTestFile[] {
  const results = codes.flat();
  const [first] = results;
  const [firstDifference] = codes
    .flatMap((some) => differenceOf(some))
    .sort(
      (one, other) =>
        one.endedAt - other.endedAt ||
        one.formerAt - other.formerAt ||
        (one.outcome < other.outcome ? -1 : 1),
    );
  if (!first || !firstDifference) return [];
  const failed = results.filter(({ outcome }) => outcome === 'failed');
  const times = failed.map(({ endedAt }) => endedAt).sort((one, other) => one - other);
  return [
    {
      testFile: first.testFile,
      environments: [...new Set(results.map(({ environment }) => nameOfEnvironment(environment)))].sort(),
      failures: countExecutions(failed),
      passes: countExecutions(results.filter(({ outcome }) => outcome === 'passed')),
      codes: codes.length,
      firstFailedAt: times[0] ?? 0,
      lastFailedAt: times.at(-1) ?? 0,
      firstDifference,
      failedTests: countTests(failed),
    },
  ];
}

function differenceOf(results: readonly CodeResult[]): FlakyResult[] {
  // At the same instant, a failure comes last, because it is the difference to report.
  const ordered = [...results].sort(
    (one, other) => one.endedAt - other.endedAt || (one.outcome === 'passed' ? -1 : 1),
  );
  const at = ordered.findIndex(({ outcome }, index) => index > 0 && ordered[index - 1]?.outcome !== outcome);
  const [former, found] = [ordered[at - 1], ordered[at]];
  return former && found
    ? [{ outcome: found.outcome, endedAt: found.endedAt, formerAt: former.endedAt }]
    : [];
}

/** Counts executions, because a pass can contradict failures with several codes. */
function countExecutions(results: readonly CodeResult[]): number {
  return new Set(results.map(({ environment, endedAt }) => `${environment} ${endedAt}`)).size;
}

function countTests(failed: readonly CodeResult[]): FlakyTestFile['failedTests'] {
  const failures = new Map<string, number>();
  for (const { failedTests = [] } of failed)
    for (const name of failedTests) failures.set(name, (failures.get(name) ?? 0) + 1);
  return [...failures]
    .map(([name, count]) => ({ name, failures: count }))
    .sort((one, other) => other.failures - one.failures || (one.name < other.name ? -1 : 1));
}

function nameOfEnvironment(environment: EnvironmentKey): string {
  return parseEnvironmentId(environment)?.name ?? environment;
}

function group<T>(all: readonly T[], keyOf: (one: T) => string): T[][] {
  const groups = new Map<string, T[]>();
  for (const one of all) {
    const known = groups.get(keyOf(one));
    if (known) known.push(one);
    else groups.set(keyOf(one), [one]);
  }
  return [...groups.values()];
}
