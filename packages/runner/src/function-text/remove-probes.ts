import { probePattern } from '@nx-testmon/core';

const call = `${probePattern.source}\\(-?\\d+\\)`;

/** A statement on lines of its own. */
const lines = new RegExp(`(?<=[{};:]|\\*/)[ \\t]*\\n[ \\t]*${call};?[ \\t]*(?=\\n)`, 'g');
/** A statement among others. */
const statements = new RegExp(`(?<=[{};:]|\\*/)(\\s*)${call};[ \\t]*`, 'g');
/** The first of a sequence. */
const operands = new RegExp(`${call},\\s*`, 'g');
const rest = new RegExp(call, 'g');

/**
 * Takes the calls of probes out of the text of a function, however it was printed. The result runs as without probes;
 * blocks and parentheses that stand around probes remain, so that its text is not always that of the source.
 */
export function removeProbes(text: string): string {
  return (
    text
      .replace(lines, '')
      .replace(statements, '$1')
      .replace(operands, '')
      // Something has to stand here: a branch without a statement, or what is left of an operand.
      .replace(rest, '0')
  );
}
