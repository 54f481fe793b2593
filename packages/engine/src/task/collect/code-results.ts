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

/** A new fact, and the state and facts that it is compared with. */
export interface ComparedFact {
  readonly fact: Fact;
  /** Names of the tests that failed. */
  readonly failedTests: readonly string[] | undefined;
  /** The dependencies of the test file in this execution. */
  readonly current: CurrentState;
  /** Facts of earlier attempts of the same task. */
  readonly earlier: readonly Fact[];
}

/**
 * Finds the code results of a new fact, which identify flaky test files: a failure, and each pair of a
 * failure and a pass that contradict each other. Two facts contradict each other if both match the current
 * state. Test files are skipped by the same comparison, so everything that one execution depended on was the
 * same in the other.
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
 * Finds facts with the other outcome in the same environment whose reads are known. Without known reads,
 * something that is not among their dependencies may have changed. Seeded facts are not results.
 */
function findOtherOutcomes(
  { testFile, environment, outcome }: Fact,
  earlier: readonly Fact[],
  store: Pick<TaskStore, 'hasFact' | 'factsOf'>,
): Fact[] {
  const other = outcome === 'passed' ? 'failed' : 'passed';
  const key = testFileKey(testFile);
  const attempted = earlier.filter((one) => testFileKey(one.testFile) === key);
  // Reading all facts of a test file takes time, and most test files have never failed.
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
