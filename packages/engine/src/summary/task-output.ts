import { parseMessageLine } from './parse-message-line';
import { parseSummaryLine, type TaskName, type TaskCounts } from './summary-line';

/** What the output of a task contains for the summary. */
export interface ParsedTaskOutput {
  /** Absent if the task did not get so far, or if another version of nx-testmon has printed the output. */
  readonly numbers?: TaskCounts;
}

/**
 * Finds the numbers of a task in what it has printed, which is all that Nx keeps of a task that it restores from a
 * cache. Everything else in the output is for people and is not read.
 *
 * @returns `undefined` if no line is that of a task of nx-testmon
 */
export function parseTaskOutput(output: string, task: TaskName): ParsedTaskOutput | undefined {
  // A pseudo terminal of Nx leaves carriage returns on both sides.
  const lines = output.split(/[\r\n]+/).flatMap((line) => parseMessageLine(line) ?? []);
  if (lines.length === 0) return undefined;
  // What tests print may look like the line, and comes before it.
  for (const line of lines.reverse()) {
    const numbers = parseSummaryLine(line, task);
    if (numbers !== undefined) return { numbers };
  }
  return {};
}
