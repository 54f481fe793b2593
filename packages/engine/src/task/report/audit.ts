import { count, printable, renderProblem } from '@nx-testmon/core';
import { isMissedByAudit } from '../verify/missed-by-audit';
import type { SetBreaker } from '../verify/set-breaker';
import type { MissedEvidence, OtherCause, Verification } from '../verify/verify-selection';
import { incompleteLines, missedLines } from './verification';

const otherCauses: Readonly<Record<OtherCause, string>> = {
  'passes-alone': 'failed, passed when run alone (probably flaky)',
  'known-flaky': 'failed, failed again when run alone, and is known to be flaky (`testmon flaky`)',
  changed: 'failed, but files changed during the run or packages are not installed as locked',
};

/** Renders the result of an audit as lines for people to read. */
export function auditLines(verification: Verification): string[] {
  if (verification.kind === 'not-ended') return ['audit: the run did not finish, so nothing was compared'];
  const missed = verification.missed.filter(isMissedByAudit);
  const result = missed.length > 0 ? `${missed.length} missed` : 'none missed';
  return [
    ...incompleteLines(verification),
    ...verification.missed.flatMap(describeOtherCause),
    `audit: ${count(verification.executed, 'skipped test file')} ran; ${result}`,
    ...missed.flatMap(missedLines),
  ];
}

/** Describes the selection of the project after a test file was missed. */
export function breakerLines(breaker: SetBreaker, project: string): string[] {
  switch (breaker.kind) {
    case 'stored':
      return [
        `audit: THE SELECTION IS NOW OFF for project ${printable(project)}: every test file runs until`,
        `audit:   testmon audit --clear --projects ${printable(project)}`,
      ];
    case 'not-collecting':
      return [
        'audit: the selection stays on, because nothing is stored; until it is fixed, run everything with --noselect',
      ];
    case 'failed':
      return [`audit: ${renderProblem(breaker.problem)}`];
  }
}

function describeOtherCause({ otherCause, file }: MissedEvidence): string[] {
  return otherCause === undefined
    ? []
    : [`audit: ${printable(file.testFile.path)}: ${otherCauses[otherCause]}; not counted as missed`];
}
