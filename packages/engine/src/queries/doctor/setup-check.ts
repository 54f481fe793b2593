import type { Problem, ProblemKind } from '@nx-testmon/core';

/** A requirement of nx-testmon, and whether it is met. */
export interface SetupCheck {
  readonly name:
    | 'node'
    | 'nx-testmon'
    | 'nx'
    | 'sqlite'
    | 'plugin'
    | 'store'
    | 'selection'
    | 'ignored'
    | 'lockfile'
    | 'variables'
    | 'history'
    | 'ci';
  /** A description of what was found if there is no problem. */
  readonly found: string;
  readonly problems: readonly Problem[];
}

/** `ok`: the requirement is met. `check`: it works, but could be better. `fix`: it does not work. */
export type CheckMark = 'ok' | 'check' | 'fix';

/** Problems that do not prevent running, selecting or collecting, or that the next run solves. */
const adviceKinds: ReadonlySet<ProblemKind> = new Set<ProblemKind>([
  'nx-too-new',
  'store-missing',
  'store-empty',
  'store-damaged',
  'store-busy',
  'store-in-wal-mode',
  'store-not-ignored',
  'store-committed',
  'store-not-restored',
  'lockfile-missing',
  'lockfile-unreadable',
  'unread-variables',
  'pull-request-collects',
  'main-branch-reads-only',
  'unlisted-dependencies',
  'no-target',
]);

/** The mark of a check with the given problems. */
export function markOfProblems(problems: readonly Problem[]): CheckMark {
  if (problems.length === 0) return 'ok';
  return problems.every(({ kind }) => adviceKinds.has(kind)) ? 'check' : 'fix';
}
