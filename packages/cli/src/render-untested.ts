import { count, printable } from '@nx-testmon/core';
import type { Colors } from 'picocolors/types';
import type { Untested } from './read-untested';

const codeShown = 20;

/** What `select --untested` prints for people, below the selection. */
export function renderUntested({ base, code, unknown }: Untested, colors: Colors): string {
  const since = base === 'HEAD' ? 'not committed' : `changed since ${printable(base)}`;
  const head =
    code.length === 0
      ? colors.green(`every function and branch that is ${since} was executed by a test file`)
      : colors.yellow(
          `${count(code.length, 'function or branch', 'functions and branches')} ${since} ${code.length === 1 ? 'was' : 'were'} executed by no test file:`,
        );
  const more = code.length - codeShown;
  return [
    head,
    ...code
      .slice(0, codeShown)
      .map(({ file, line, code: name }) => `  ${printable(`${file}:${line} ${name}`)}`),
    ...(more > 0 ? [`  and ${more} more; --json lists them all`] : []),
    ...(unknown.length > 0
      ? [
          `not known of ${count(unknown.length, 'changed file')}, which no test file has run with probes: ${unknown.map(printable).join(', ')}`,
        ]
      : []),
  ].join('\n');
}
