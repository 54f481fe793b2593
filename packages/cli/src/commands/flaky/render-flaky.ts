import { count, printable } from '@nx-testmon/core';
import type { FlakyOfProject } from '@nx-testmon/engine';
import { describeMinute } from '../../output/describe-minute';
import type { FlakyDocument } from './flaky-schema';

export function toFlakyDocument(testFiles: readonly FlakyOfProject[]): FlakyDocument {
  return { testFiles: testFiles.map(toTestFile) };
}

function toTestFile(flaky: FlakyOfProject): FlakyDocument['testFiles'][number] {
  const { project, testFile, environments, failures, passes, codes, failedTests } = flaky;
  const { outcome, endedAt, formerAt } = flaky.firstDifference;
  return {
    ...{ project, file: testFile.path, suite: testFile.suite },
    ...{ environments, failures, passes, codes },
    firstFailedAt: isoTime(flaky.firstFailedAt),
    lastFailedAt: isoTime(flaky.lastFailedAt),
    firstDifference: { outcome, endedAt: isoTime(endedAt), formerAt: isoTime(formerAt) },
    failedTests,
  };
}

/** Renders each test file with how often and when it failed, for people to read. */
export function renderFlaky(testFiles: readonly FlakyOfProject[]): string {
  if (testFiles.length === 0)
    return 'No test file is known to be flaky: none has passed and failed with the same code.';
  return [
    `${count(testFiles.length, 'test file')} passed and failed with the same code`,
    ...testFiles.map(describe),
  ].join('\n\n');
}

function describe(flaky: FlakyOfProject): string {
  const { project, testFile, environments, failures, passes, codes, failedTests, firstDifference } = flaky;
  const { outcome, endedAt, formerAt } = firstDifference;
  const former = outcome === 'passed' ? 'failed' : 'passed';
  const lines = [
    `${count(failures, 'failure')} and ${count(passes, 'pass', 'passes')} with ${count(codes, 'state')} of its code; last failed ${describeMinute(flaky.lastFailedAt)}`,
    `first: ${former} ${describeMinute(formerAt)}, then ${outcome} ${describeMinute(endedAt)}`,
    ...(failedTests.length === 0 ? [] : [`tests: ${failedTests.map(describeTest).join(', ')}`]),
    ...(environments.join() === 'default' ? [] : [`environment: ${environments.map(printable).join(', ')}`]),
  ];
  return [
    `${printable(testFile.path)}  project ${printable(project)}`,
    ...lines.map((line) => `  ${line}`),
  ].join('\n');
}

function describeTest({ name, failures }: FlakyOfProject['failedTests'][number]): string {
  return `${printable(JSON.stringify(name))} (${failures})`;
}

function isoTime(ms: number): string {
  return new Date(ms).toISOString();
}
