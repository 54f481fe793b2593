import { stripVTControlCharacters } from 'node:util';
import { parseAudit } from '../task/report/audit';
import { parseClosingLine } from '../task/report/closing-line';
import { parseFlaky } from '../task/report/flaky';
import { parseFallbackLine, parseHeaderLine } from '../task/report/header';
import { parseMissed } from '../task/report/verification';
import type { FileCounts } from './task-sum';

/** The numbers in the output of a task. */
export interface ParsedTaskOutput {
  /** Absent if the task had no selection. */
  readonly files?: FileCounts;
  /** Duration of the task, in ms; 0 if it has no closing line. */
  readonly durationMs: number;
}

const prefix = 'testmon: ';

/**
 * Finds the numbers of a task in its output, which is all that Nx keeps of a task that it restores from a
 * cache.
 *
 * @returns `undefined` if no line is from nx-testmon
 */
export function parseTaskOutput(output: string): ParsedTaskOutput | undefined {
  const lines = ownLines(output);
  if (lines.length === 0) return undefined;
  // Test output comes between the header and the closing line, and may look like either.
  const header = parseFirst(lines, parseHeaderLine);
  const fromEnd = [...lines].reverse();
  const closing = parseFirst(fromEnd, parseClosingLine);
  const durationMs = closing?.value.durationMs ?? 0;
  if (header === undefined) return { durationMs };
  const { total, selected, savedMs, verifies, isOff } = header.value;
  const afterClosing = fromEnd.slice(0, closing?.at ?? 0);
  const audit = verifies ? undefined : parseFirst(afterClosing, parseAudit)?.value;
  const missed = verifies ? parseFirst(fromEnd, parseMissed)?.value : audit?.missed;
  const flaky = parseFirst(afterClosing, parseFlaky);
  // If the test runner selects the test files, only the executed ones are known.
  const known = selected === undefined ? (closing?.value.executed ?? 0) : total;
  return {
    durationMs,
    files: {
      total: known,
      skipped: verifies ? 0 : known - (selected ?? known) - (audit?.audited ?? 0),
      savedMs,
      audited: audit?.audited ?? 0,
      isOff,
      missed: missed ?? 0,
      flaky: flaky?.value ?? 0,
      dependents: parseFallbackLine(lines[header.at + 1] ?? '') ?? 0,
    },
  };
}

/**
 * The lines of nx-testmon, without their prefix. A pseudo terminal of Nx adds carriage returns on both sides.
 */
function ownLines(output: string): string[] {
  return output
    .split(/[\r\n]+/)
    .filter((line) => line.includes(prefix))
    .map((line) => stripVTControlCharacters(line))
    .filter((line) => line.startsWith(prefix))
    .map((line) => line.slice(prefix.length));
}

function parseFirst<T>(
  lines: readonly string[],
  parse: (line: string) => T | undefined,
): { readonly at: number; readonly value: T } | undefined {
  for (const [at, line] of lines.entries()) {
    const value = parse(line);
    if (value !== undefined) return { at, value };
  }
  return undefined;
}
