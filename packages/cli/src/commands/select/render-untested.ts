import { count, printable } from '@nx-testmon/core';
import type { Colors } from 'picocolors/types';
import type { Untested } from './read-untested';

const codeShown = 20;

/** What `select --untested` prints for people, below the selection. */
export function renderUntested({ base, code, unknown }: Untested, colors: Colors): string {
  const isUncommitted = base === 'HEAD';
  const since = isUncommitted ? '' : ` changed since ${printable(base)}`;
  const nouns = ['function or branch', 'functions and branches'].map((noun) =>
    isUncommitted ? `uncommitted ${noun}` : noun,
  );
  const verb = code.length === 1 ? 'was' : 'were';
  const head =
    code.length === 0
      ? colors.green(`every ${nouns[0]}${since} was executed by a test file`)
      : colors.yellow(`${count(code.length, nouns[0]!, nouns[1])}${since} ${verb} executed by no test file:`);
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
