import type { ReportFlaky, ReportTestFile } from '../report-schema';
import { formatCount, formatNumber } from './format';

/** The flaky test files, those with the most failures first. */
export function mostFlaky(testFiles: readonly ReportTestFile[]): ReportTestFile[] {
  return testFiles
    .filter(({ flaky }) => flaky !== undefined)
    .sort((one, other) => (other.flaky?.failures ?? 0) - (one.flaky?.failures ?? 0));
}

/** How often a flaky test file ended one way and the other. */
export function describeFlaky({ failures, passes }: ReportFlaky): string {
  const passed = passes === 1 ? '1 pass' : `${formatNumber(passes)} passes`;
  return `${formatCount(failures, 'failure')} and ${passed} with the same code`;
}
