import { readFileSync } from 'node:fs';
import { limitTestNames } from '@nx-testmon/core';
import { errorText, mentionsOnly, sendToParent } from '@nx-testmon/runner';
import type { AggregatedResult, Test, TestResult } from './jest-api';
import { currentSession } from './current-session';
import type { Session } from './session';

/** A reporter that sends the result of each test file to the parent process. */
export default class ResultReporter {
  readonly #session: Session = currentSession();
  #isBailing = false;

  async onTestFileResult({ path, context }: Test, result: TestResult, all: AggregatedResult): Promise<void> {
    const { globalConfig, name, isPlain } = this.#session;
    const { bail = 0 } = globalConfig;
    this.#isBailing ||= bail > 0 && all.numFailedTests >= bail;
    const hasFailed =
      result.numFailingTests > 0 ||
      result.leaks === true ||
      (result.testExecError !== undefined && result.testExecError !== null);
    const { nxTestmonSeen: collected, nxTestmonReads: reads, nxTestmonLoaded: loadedTexts } = result;
    // Other reporters must not see these fields.
    delete result.nxTestmonSeen;
    delete result.nxTestmonReads;
    delete result.nxTestmonLoaded;
    const failedTests = failedTestsOf(result);
    if (loadedTexts) await sendToParent({ type: 'loaded', loadedTexts });
    await sendToParent({
      type: 'ended-file',
      result: {
        testFile: name(context.config, path),
        outcome: hasFailed ? 'failed' : 'passed',
        durationMs: durationOf(result),
        endedAt: result.perfStats?.end || Date.now(),
        complete: isPlain(context.config) && !globalConfig.testNamePattern && isComplete(path, result),
        ...(failedTests.length === 0 ? {} : { failedTests }),
        ...(collected ? { collected } : {}),
        ...(reads ? { reads } : {}),
      },
    });
  }

  async onRunComplete(_contexts: unknown, all: AggregatedResult): Promise<void> {
    const { runExecError: error } = all;
    if (error) await sendToParent({ type: 'unhandled', message: error.stack ?? errorText(error) });
    const isCut = all.testResults.length < all.numTotalTestSuites;
    await sendToParent({
      type: 'ended',
      interrupted: all.wasInterrupted || (this.#isBailing && isCut),
      // Jest sets `success` only after it has called the reporters.
      failed: all.numFailedTestSuites > 0 || all.numFailedTests > 0,
      measuresCoverage: this.#session.globalConfig.collectCoverage === true,
    });
  }
}

function failedTestsOf({ testResults }: TestResult): string[] {
  const failed = testResults.filter(({ status }) => status === 'failed');
  return limitTestNames(
    failed.map(({ ancestorTitles = [], title = '' }) => [...ancestorTitles, title].join(' > ')),
  );
}

/** False if `only` left a test out. Jest reports such a test as pending, like a skipped one. */
function isComplete(path: string, { testResults }: TestResult): boolean {
  if (testResults.some(({ status }) => status === 'focused')) return false;
  const isLeftOut = testResults.some(({ status }) => status === 'pending' || status === 'disabled');
  return !isLeftOut || !mentionsOnly(sourceOf(path));
}

function sourceOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function durationOf({ perfStats }: TestResult): number {
  const { runtime, start, end } = perfStats ?? {};
  const spent = runtime ?? (end ?? 0) - (start ?? 0);
  return Number.isFinite(spent) ? Math.max(0, spent) : 0;
}
