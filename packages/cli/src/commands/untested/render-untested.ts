import { count, printable } from '@nx-testmon/core';
import { describeUntested, type UntestedChanges } from '@nx-testmon/engine';
import type { Colors } from 'picocolors/types';

const codeShown = 20;

/** Untested changes as `file:line name`, for people to read. */
export function renderUntested(untested: UntestedChanges, colors: Colors): string {
  const { code, unknown } = untested;
  const text = describeUntested(untested);
  const head = code.length > 0 ? colors.yellow(`${text}:`) : unknown.length > 0 ? text : colors.green(text);
  const more = code.length - codeShown;
  return [
    head,
    ...code
      .slice(0, codeShown)
      .map(({ file, line, code: name }) => `  ${printable(`${file}:${line} ${name}`)}`),
    ...(more > 0
      ? [
          `  and ${count(more, 'more function or branch', 'more functions and branches')}; --json lists them all`,
        ]
      : []),
    ...(unknown.length > 0
      ? [
          `Unknown for ${count(unknown.length, 'changed file')} that no test file has run with probes: ${unknown.map(printable).join(', ')}`,
        ]
      : []),
  ].join('\n');
}
