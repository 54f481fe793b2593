import {
  CLOCK_TOLERANCE_MS,
  type CodeResult,
  codeResultKey,
  type EnvironmentKey,
  FAILED_TESTS_KEPT,
  TEST_NAME_LENGTH,
  testFileKey,
} from '@nx-testmon/core';
import { isName, isAmount, MAX_LABEL, validateTestFileId } from './record-parts';

/** A result without other fields; `undefined` for any other value, because results may have any origin. */
export function validateCodeResult(value: unknown): CodeResult | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { environment, code, outcome, endedAt, failedTests, ...rest } = value as Record<string, unknown>;
  const testFile = validateTestFileId(rest['testFile']);
  if (!testFile || !isName(environment, MAX_LABEL) || !isAmount(endedAt)) return undefined;
  if (typeof code !== 'string' || !/^[\w-]{16}$/.test(code)) return undefined;
  if ((outcome !== 'passed' && outcome !== 'failed') || !areTestNames(failedTests)) return undefined;
  const key = environment as EnvironmentKey;
  const result: CodeResult = { testFile, environment: key, code, outcome, endedAt };
  return outcome === 'failed' && failedTests ? { ...result, failedTests } : result;
}

function areTestNames(value: unknown): value is readonly string[] | undefined {
  if (value === undefined) return true;
  return (
    Array.isArray(value) &&
    value.length <= FAILED_TESTS_KEPT &&
    value.every((name) => isName(name, TEST_NAME_LENGTH))
  );
}

/** How many results are kept. */
export interface CodeResultLimits {
  /** Newest results of a test file. */
  readonly ofTestFile: number;
  /** Newest results with code with which a test file both passed and failed. */
  readonly differing: number;
  /** Newest failures with other code. */
  readonly failures: number;
  /** Characters of all written results together. */
  readonly characters: number;
  /** How long a result is kept. */
  readonly ageMs: number;
}

export const CODE_RESULT_LIMITS: CodeResultLimits = {
  ofTestFile: 24,
  differing: 1_000,
  failures: 1_000,
  characters: 512 * 1024,
  ageMs: 90 * 24 * 3_600_000,
};

/**
 * The stored results that are kept: each execution once, newest first. Failures without a contradicting pass come and
 * go with every failing build, so they never replace results that prove a test file flaky.
 *
 * @param now in ms since 1970; a result with a time that no correct clock shows is left out
 */
export function keptCodeResults(
  results: readonly CodeResult[],
  now: number,
  limits = CODE_RESULT_LIMITS,
): CodeResult[] {
  const timely = unite(results)
    .filter(({ endedAt }) => endedAt <= now + CLOCK_TOLERANCE_MS && endedAt >= now - limits.ageMs)
    .sort(newestFirst);
  const ofTestFiles = firstOf(timely, limits.ofTestFile, ({ testFile }) => testFileKey(testFile));
  const outcomes = new Map<string, Set<string>>();
  for (const one of ofTestFiles) {
    const known = outcomes.get(codeKey(one));
    if (known) known.add(one.outcome);
    else outcomes.set(codeKey(one), new Set([one.outcome]));
  }
  const differs = (one: CodeResult) => outcomes.get(codeKey(one))?.size === 2;
  // A pass only matters together with the failure that it contradicts, which may still arrive by a merge.
  const kept = [
    ...ofTestFiles.filter(differs).slice(0, limits.differing),
    ...ofTestFiles.filter((one) => !differs(one)).slice(0, limits.failures),
  ];
  let left = limits.characters;
  return kept.filter((one) => (left -= JSON.stringify(one).length + 1) >= 0).sort(newestFirst);
}

/** Each execution once, with the result that has the most details. */
function unite(results: readonly CodeResult[]): CodeResult[] {
  const byKey = new Map<string, CodeResult>();
  for (const one of results) {
    const key = codeResultKey(one);
    const known = byKey.get(key);
    if (!known || testsOf(one) > testsOf(known)) byKey.set(key, one);
  }
  return [...byKey.values()];
}

function testsOf({ failedTests = [] }: CodeResult): string {
  return failedTests.length === 0 ? '' : JSON.stringify(failedTests);
}

function codeKey({ testFile, environment, code }: CodeResult): string {
  return JSON.stringify([testFileKey(testFile), environment, code]);
}

function newestFirst(one: CodeResult, other: CodeResult): number {
  return other.endedAt - one.endedAt || (codeResultKey(one) < codeResultKey(other) ? -1 : 1);
}

function firstOf(
  results: readonly CodeResult[],
  limit: number,
  keyOf: (one: CodeResult) => string,
): CodeResult[] {
  const counts = new Map<string, number>();
  return results.filter((one) => {
    const count = (counts.get(keyOf(one)) ?? 0) + 1;
    counts.set(keyOf(one), count);
    return count <= limit;
  });
}
