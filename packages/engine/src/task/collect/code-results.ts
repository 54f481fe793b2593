import {
  type CodeResult,
  codeOfFact,
  type CurrentState,
  type Fact,
  matchingFacts,
  SEEDED_AT,
  testFileKey,
} from '@nx-testmon/core';
import type { TaskStore } from '../../store/task-store';

/** A fact that was just collected, with what it is compared with. */
export interface ComparedFact {
  readonly fact: Fact;
  /** Names of the tests that failed. */
  readonly failedTests: readonly string[] | undefined;
  /** What the test file depends on, as it was in this execution. */
  readonly current: CurrentState;
  /** Facts of earlier attempts of the same task. */
  readonly earlier: readonly Fact[];
}

/**
 * What is kept of a new fact to find flaky test files: a failure, and each pair of a failure and a pass that contradict
 * each other. Two facts do if both match the current state, which is the comparison by which test files are skipped:
 * then nothing that the one execution depended on was different in the other.
 */
export function findCodeResults(
  { fact, failedTests, current, earlier }: ComparedFact,
  store: Pick<TaskStore, 'hasFact' | 'factsOf'>,
): CodeResult[] {
  const others = findOtherOutcomes(fact, earlier, store);
  if (fact.outcome === 'failed') {
    const failure = toResult(fact, codeOfFact(fact), failedTests);
    const [pass] = matchingFacts(others, current);
    return pass ? [failure, toResult(pass, failure.code)] : [failure];
  }
  return [...matchingFacts(others, current)].flatMap((failed) => {
    const code = codeOfFact(failed);
    return [toResult(failed, code), toResult(fact, code)];
  });
}

/**
 * Facts that say the opposite in the same environment, and that say what was read: without it, something may have
 * changed that is not among their dependencies. Seeded facts are no results.
 */
function findOtherOutcomes(
  { testFile, environment, outcome }: Fact,
  earlier: readonly Fact[],
  store: Pick<TaskStore, 'hasFact' | 'factsOf'>,
): Fact[] {
  const other = outcome === 'passed' ? 'failed' : 'passed';
  const key = testFileKey(testFile);
  const attempted = earlier.filter((one) => testFileKey(one.testFile) === key);
  // Reading all facts of a test file costs time, and most have never failed.
  const stored = store.hasFact(testFile, environment, other) ? store.factsOf(testFile) : [];
  return [...attempted, ...stored].filter(
    (one) =>
      one.outcome === other &&
      one.environment === environment &&
      one.execution?.reads !== undefined &&
      one.endedAt !== SEEDED_AT,
  );
}

function toResult(
  { testFile, environment, outcome, endedAt }: Fact,
  code: string,
  failedTests?: readonly string[],
): CodeResult {
  return {
    testFile,
    environment,
    code,
    outcome,
    endedAt,
    ...(failedTests?.length ? { failedTests } : {}),
  };
}
