import type { ProblemOf } from '@nx-testmon/core';
import { appendToJobSummary } from './append-to-job-summary';
import { codeSpan } from './code-span';
import { describeOutcome } from './describe-outcome';
import { describeDuration } from './reason';
import type { TaskReport } from '../task-report';

const header = [
  '### nx-testmon',
  '',
  '| project | target | outcome | selected | of | saved |',
  '| --- | --- | --- | ---: | ---: | ---: |',
].join('\n');

/**
 * Adds a row to the summary page of a GitHub Actions job. The first task of a job also adds the header of the
 * table.
 *
 * @param file the value of `GITHUB_STEP_SUMMARY`
 * @returns the problem, if there is one: a summary never fails a test run
 */
export function appendJobSummary(
  file: string,
  report: TaskReport,
): Promise<ProblemOf<'summary-not-written'> | undefined> {
  return appendToJobSummary(
    file,
    (existing) => `${endsWithTable(existing) ? '' : `\n${header}\n`}${row(report)}\n`,
  );
}

/** Whether the page has the table, and nothing below it. An empty line ends a table. */
function endsWithTable(existing: string): boolean {
  const at = existing.lastIndexOf(header);
  return at >= 0 && !existing.slice(at + header.length).includes('\n\n');
}

function row(report: TaskReport): string {
  const { project, target, selected, total, savedMs } = report;
  const saved = savedMs > 0 ? describeDuration(savedMs) : '';
  const cells = [
    codeSpan(project),
    codeSpan(target),
    describeOutcome(report),
    String(selected.length),
    String(total),
    saved,
  ];
  return `| ${cells.join(' | ')} |`;
}
