import { digest } from '../model/digest';
import type { EnvironmentKey } from './environment-id';
import { describeFactHead, type Fact } from './fact';
import { type TestFileId, testFileKey } from './test-file-id';

/** The number of names of failed tests that are kept for a test file. */
export const FAILED_TESTS_KEPT = 10;

/** In characters; longer names are cut. */
export const TEST_NAME_LENGTH = 200;

/**
 * How a test file ended with code that it has failed with: the failure itself, or a pass with everything unchanged
 * that the failed execution depended on. It does not affect what runs.
 */
export interface CodeResult {
  readonly testFile: TestFileId;
  /** As in facts. */
  readonly environment: EnvironmentKey;
  /** The code of the failed execution: see {@link codeOfFact}. */
  readonly code: string;
  readonly outcome: 'passed' | 'failed';
  /** In ms since 1970. */
  readonly endedAt: number;
  /** Names of the tests that failed, as far as they are known; absent for a pass. */
  readonly failedTests?: readonly string[];
}

/** Digest of everything that the execution of a fact depended on, without its outcome. */
export function codeOfFact({ testFile, environment, dependencies, execution }: Fact): string {
  const head = describeFactHead({
    testFile,
    environment,
    outcome: 'failed',
    durationMs: 0,
    endedAt: 0,
    ...(execution ? { execution } : {}),
  });
  return digest(JSON.stringify([...head, dependencies.map(({ block, hash }) => [block, hash])]));
}

/** Equal for results of the same execution, whatever is known about its tests. */
export function codeResultKey({ testFile, environment, code, outcome, endedAt }: CodeResult): string {
  return JSON.stringify([testFileKey(testFile), environment, code, outcome, endedAt]);
}

/** The names of failed tests that are kept for a test file: the first distinct ones, cut to their maximum length. */
export function limitTestNames(names: Iterable<string>): string[] {
  const kept = new Set<string>();
  for (const name of names) {
    if (kept.size === FAILED_TESTS_KEPT) break;
    if (name !== '')
      kept.add(name.length > TEST_NAME_LENGTH ? `${name.slice(0, TEST_NAME_LENGTH - 1)}…` : name);
  }
  return [...kept];
}
