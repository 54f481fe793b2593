import { count, printable } from '@nx-testmon/core';
import type { UntestedCode } from './find-untested';

/** Changed code that no test file executed when it last ran. */
export interface UntestedChanges {
  /** The compared commit, by the name that the user gave. */
  readonly base: string;
  readonly code: readonly UntestedCode[];
  /** Changed files for which it is unknown what test files executed, sorted. */
  readonly unknown: readonly string[];
}

/**
 * How much changed code is untested, in one sentence without an end.
 *
 * @param nameOf formats the name of the commit
 */
export function describeUntested(
  { base, code, unknown }: UntestedChanges,
  nameOf: (name: string) => string = printable,
): string {
  const isUncommitted = base === 'HEAD';
  const since = isUncommitted ? '' : ` changed since ${nameOf(base)}`;
  const [one, several] = ['function or branch', 'functions and branches'].map((noun) =>
    isUncommitted ? `uncommitted ${noun}` : noun,
  ) as [string, string];
  if (code.length > 0) return `No test file executed ${count(code.length, one, several)}${since}`;
  return unknown.length > 0
    ? `No ${one}${since} is known to be untested`
    : `Every ${one}${since} was executed by a test file`;
}
