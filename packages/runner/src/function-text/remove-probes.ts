import { probePattern } from '@nx-testmon/core';

const call = `${probePattern.source}\\(-?\\d+\\)`;

/** Matches a statement on its own line. */
const lines = new RegExp(`(?<=[{};:]|\\*/)[ \\t]*\\n[ \\t]*${call};?[ \\t]*(?=\\n)`, 'g');
/** Matches a statement among others. */
const statements = new RegExp(`(?<=[{};:]|\\*/)(\\s*)${call};[ \\t]*`, 'g');
/** Matches the first operand of a sequence. */
const operands = new RegExp(`${call},\\s*`, 'g');
const rest = new RegExp(call, 'g');

/**
 * Removes the calls of probes from the text of a function, however it was printed. The result runs as without
 * probes. Blocks and parentheses around probes remain, so its text may differ from the source.
 */
export function removeProbes(text: string): string {
  return (
    text
      .replace(lines, '')
      .replace(statements, '$1')
      .replace(operands, '')
      // The syntax requires an expression here: a branch without a statement, or an operand.
      .replace(rest, '0')
  );
}
