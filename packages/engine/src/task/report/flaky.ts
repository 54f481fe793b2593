import { count, printable } from '@nx-testmon/core';
import type { FlakyInRun } from './find-flaky-of-run';
import type { FlakyTestFileInReport } from '../task-report';

const filesShown = 10;
const testsShown = 3;

/** Renders the flaky test files of a run as lines for people to read. */
export function flakyLines(flaky: readonly FlakyInRun[]): string[] {
  if (flaky.length === 0) return [];
  const more = flaky.length - filesShown;
  return [
    `flaky: ${count(flaky.length, 'test file')} of this run passed and failed with the same code; \`testmon flaky\` lists all`,
    ...flaky.slice(0, filesShown).map((one) => `  ${describeFlaky(one)}`),
    ...(more > 0 ? [`  and ${more} more`] : []),
  ];
}

function describeFlaky({ flaky, outcome, failedTests, retries }: FlakyInRun): string {
  const since = new Date(Math.min(flaky.firstFailedAt, flaky.firstDifference.formerAt)).toISOString();
  const known = `${count(flaky.failures, 'failure')} and ${count(flaky.passes, 'pass', 'passes')} with the same code since ${since.slice(0, 10)}`;
  return `${printable(flaky.testFile.path)} ${describeEnd(outcome, failedTests, retries)}; ${known}`;
}

function describeEnd(
  outcome: FlakyInRun['outcome'],
  failedTests: readonly string[],
  retries: number | undefined,
): string {
  const failed = `failed${describeTests(failedTests)}`;
  if (retries === undefined) return outcome === 'passed' ? 'passed' : failed;
  const times = retries === 1 ? 'when it was run again' : `when it was run again ${retries} times`;
  return outcome === 'passed' ? `${failed}, then passed ${times}` : `${failed}, also ${times}`;
}

/** The names in parentheses; empty if none is known. */
function describeTests(names: readonly string[]): string {
  if (names.length === 0) return '';
  const more = names.length - testsShown;
  const shown = names.slice(0, testsShown).map((name) => printable(JSON.stringify(name)));
  return ` (${[...shown, ...(more > 0 ? [`${more} more`] : [])].join(', ')})`;
}

/** A flaky test file, in the form of a report. */
export function toFlakyInReport({ flaky, outcome, failedTests, retries }: FlakyInRun): FlakyTestFileInReport {
  const { testFile, failures, passes } = flaky;
  return {
    file: testFile.path,
    suite: testFile.suite,
    outcome,
    failedTests,
    ...(retries === undefined ? {} : { retries }),
    failures,
    passes,
  };
}
