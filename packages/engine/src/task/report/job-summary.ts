import { appendFileSync, readFileSync } from 'node:fs';
import { printable, type ProblemOf, rethrowUnlessSystemError } from '@nx-testmon/core';
import { acquireStoreLock } from '@nx-testmon/store';
import { describeOutcome } from './describe-outcome';
import { describeDuration } from './reason';
import type { TaskReport } from '../task-report';

const header = [
  '### nx-testmon',
  '',
  '| project | target | outcome | selected | of | saved |',
  '| --- | --- | --- | ---: | ---: | ---: |',
].join('\n');

/** Short, because a task must not wait long for its summary. */
const timing = { staleMs: 5_000, updateMs: 1_000, waitMs: 3_000, busyTimeoutMs: 0 };

/**
 * Adds a row to the summary page of a GitHub Actions job. The first task of a job also adds the header of the
 * table.
 *
 * @param file the value of `GITHUB_STEP_SUMMARY`
 * @returns the problem, if there is one: a summary never fails a test run
 */
export async function appendJobSummary(
  file: string,
  report: TaskReport,
): Promise<ProblemOf<'summary-not-written'> | undefined> {
  const acquired = await acquireStoreLock(file, timing);
  try {
    // Without the lock, two tasks may both write the header. The page is still readable.
    const isFirst = !readIfThere(file).includes(header);
    appendFileSync(file, `${isFirst ? `\n${header}\n` : ''}${row(report)}\n`);
    return undefined;
  } catch (error) {
    return { kind: 'summary-not-written', file, detail: (error as Error).message };
  } finally {
    if (acquired.ok) await acquired.lock.release();
  }
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

/**
 * Formats a name as code, so that nothing in it is Markdown or HTML. The fence has more backticks than any
 * sequence in the name.
 */
function codeSpan(name: string): string {
  const longest = Math.max(0, ...[...name.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  const padding = /^`|`$/.test(name) ? ' ' : '';
  // A `|` ends a table cell even in code.
  return `${fence}${padding}${printable(name).replaceAll('|', '\\|')}${padding}${fence}`;
}

function readIfThere(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    rethrowUnlessSystemError(error);
    return '';
  }
}
