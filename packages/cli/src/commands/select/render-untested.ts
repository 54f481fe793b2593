import { count, printable } from '@nx-testmon/core';
import type { Colors } from 'picocolors/types';
import type { UntestedReport } from './read-untested';

const codeShown = 20;

/** The output of `select --untested` below the selection, for people to read. */
export function renderUntested({ base, code, unknown }: UntestedReport, colors: Colors): string {
  const isUncommitted = base === 'HEAD';
  const since = isUncommitted ? '' : ` changed since ${printable(base)}`;
  const nouns = ['function or branch', 'functions and branches'].map((noun) =>
    isUncommitted ? `uncommitted ${noun}` : noun,
  );
  const head =
    code.length === 0
      ? colors.green(`Every ${nouns[0]}${since} was executed by a test file`)
      : colors.yellow(`No test file executed ${count(code.length, nouns[0]!, nouns[1])}${since}:`);
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
