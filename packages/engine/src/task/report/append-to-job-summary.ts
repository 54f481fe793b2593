import { appendFileSync, readFileSync } from 'node:fs';
import { type ProblemOf, rethrowUnlessSystemError } from '@nx-testmon/core';
import { acquireStoreLock } from '@nx-testmon/store';

/** Short, because a task must not wait long for its summary. */
const timing = { staleMs: 5_000, updateMs: 1_000, waitMs: 3_000, busyTimeoutMs: 0 };

/**
 * Adds Markdown to the summary page of a GitHub Actions job.
 *
 * @param file the value of `GITHUB_STEP_SUMMARY`
 * @param render the text to add to the existing text; if it is empty, nothing is written
 * @returns the problem, if there is one: a summary never fails a test run
 */
export async function appendToJobSummary(
  file: string,
  render: (existing: string) => string,
): Promise<ProblemOf<'summary-not-written'> | undefined> {
  const acquired = await acquireStoreLock(file, timing);
  try {
    // Without the lock, two tasks may both write the header of a table. The page is still readable.
    const text = render(readIfThere(file));
    if (text !== '') appendFileSync(file, text);
    return undefined;
  } catch (error) {
    return { kind: 'summary-not-written', file, detail: (error as Error).message };
  } finally {
    if (acquired.ok) await acquired.lock.release();
  }
}

function readIfThere(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    rethrowUnlessSystemError(error);
    return '';
  }
}
