import { count, type ProblemOf } from '@nx-testmon/core';
import { appendToJobSummary } from '../../task/report/append-to-job-summary';
import { codeSpan } from '../../task/report/code-span';
import { describeUntested, type UntestedChanges } from './describe-untested';

/** The page of a job has a limited size, and people read its beginning. */
const rowsShown = 50;

/**
 * Adds untested changes to the summary page of a GitHub Actions job, unless the page already has the same text.
 *
 * @param file the value of `GITHUB_STEP_SUMMARY`
 * @returns the problem, if there is one: a summary never fails a command
 */
export function appendUntested(
  file: string,
  untested: UntestedChanges,
): Promise<ProblemOf<'summary-not-written'> | undefined> {
  const section = renderSection(untested);
  return appendToJobSummary(file, (existing) => (existing.includes(section) ? '' : section));
}

function renderSection(untested: UntestedChanges): string {
  const { code, unknown } = untested;
  const text = describeUntested(untested, codeSpan);
  const more = code.length - rowsShown;
  return [
    '\n### Untested changes\n',
    `${text}${code.length > 0 ? ':' : '.'}\n`,
    ...(code.length > 0 ? [renderTable(code.slice(0, rowsShown))] : []),
    ...(more > 0 ? [`and ${count(more, 'more function or branch', 'more functions and branches')}\n`] : []),
    ...(unknown.length > 0 ? [renderUnknown(unknown)] : []),
  ]
    .map((part) => `${part}\n`)
    .join('');
}

function renderTable(code: UntestedChanges['code']): string {
  const rows = code.map(
    ({ file, line, code: name }) => `| ${codeSpan(`${file}:${line}`)} | ${codeSpan(name)} |`,
  );
  return ['| file and line | code |', '| --- | --- |', ...rows, ''].join('\n');
}

function renderUnknown(paths: readonly string[]): string {
  const files = count(paths.length, 'changed file');
  const more = paths.length - rowsShown;
  const names = paths.slice(0, rowsShown).map(codeSpan).join(', ');
  return `Unknown for ${files} that no test file has run with probes: ${names}${more > 0 ? ` and ${more} more` : ''}\n`;
}
