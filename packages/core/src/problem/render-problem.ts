import { printable, printableLines } from '../text/printable';
import { type Problem, type ProblemKind, problemTable } from './problem';
import type { ProblemText } from './problem-text';

/** A text for the user: what happened, where, and what to do next. */
export function renderProblem(given: Problem): string {
  const problem = withPrintableFields(given);
  // TypeScript can't infer that the row belongs to the kind of the problem. `TableOf` ensures it.
  const row = problemTable[problem.kind] as ProblemText<Problem>;
  const [title, explanation, next] = [row.title, row.explanation, row.next].map((text) =>
    typeof text === 'string' ? text : text(problem),
  );
  const rest = [explanation, next].filter((text) => text !== '').join(' ');
  const lines = (title ?? '').trimEnd();
  // Below a code frame or a stack trace, the user would miss the next step at the end of the line.
  return lines.includes('\n') ? `${lines}\n${rest}` : `${endSentence(lines)} ${rest}`;
}

/** Fields with output of a test runner, possibly with colors. The test runner has printed it as well. */
const runnersWords = new Set(['output', 'message']);

/** Kinds that are reported with the whole stack. */
const bugs: ReadonlySet<ProblemKind> = new Set(['internal-error', 'collecting-failed']);

function withPrintableFields(problem: Problem): Problem {
  const fields = Object.entries(problem).map(([name, value]) => {
    const isStack = (name === 'detail' || name === 'message') && !bugs.has(problem.kind);
    const shown: unknown = isStack && typeof value === 'string' ? endAtUserFrame(value) : value;
    return [name, toPrintable(name, shown)] as const;
  });
  return Object.fromEntries(fields) as unknown as Problem;
}

/**
 * Cuts a stack trace after the first frame of the user's code. The callers of that code, and frames of tools alone,
 * explain nothing.
 */
function endAtUserFrame(text: string): string {
  let hasEnded = false;
  const lines = text.split('\n').filter((line) => {
    if (!frame.test(line)) {
      hasEnded = false;
      return true;
    }
    if (hasEnded) return false;
    hasEnded = ownFrame.test(line) || !toolFrame.test(line);
    return hasEnded;
  });
  return lines.join('\n');
}

const frame = /^\s+at \S/;
/** Matches a frame of Node or of a package. */
const toolFrame = /node_modules[\\/]|(?:\(|at )node:|\(native\)|<anonymous>\)?$/;
/** Matches a frame of nx-testmon. An error there may be a bug. */
const ownFrame = /node_modules[\\/]@?nx-testmon[\\/](?!.*node_modules)/;

function toPrintable(name: string, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((one) => toPrintable(name, one));
  if (typeof value !== 'string' || runnersWords.has(name)) return value;
  // An error may include its stack.
  return name === 'detail' ? printableLines(value) : printable(value);
}

/** A quotation in a title may already end the sentence. */
function endSentence(title: string): string {
  return /[.!?]$/.test(title) ? title : `${title}.`;
}
