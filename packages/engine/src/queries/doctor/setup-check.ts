import type { Problem, ProblemKind } from '@nx-testmon/core';

/** Something that nx-testmon needs, and whether it is as it should be. */
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
  /** What was found, where there is no problem. */
  readonly found: string;
  readonly problems: readonly Problem[];
}

/** `ok`: as it should be. `check`: it works, and less well than it could. `fix`: it does not work. */
export type CheckMark = 'ok' | 'check' | 'fix';

/** Problems with which tests are run, selected and collected all the same, or which the next run solves. */
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

/** The mark of what has some problems. */
export function markOfProblems(problems: readonly Problem[]): CheckMark {
  if (problems.length === 0) return 'ok';
  return problems.every(({ kind }) => adviceKinds.has(kind)) ? 'check' : 'fix';
}
