import { count } from '@nx-testmon/core';
import type { MissedTestFile } from '../task';
import type { ChangedSince } from '../verify/changed-since';
import type { Evidence, Verification } from '../verify/verify-selection';
import { describeDecision, describeDuration } from './reason';
import { renderExplanation } from './render-explanation';

const pathsShown = 20;

/** What a full run said about the selection, as lines for people. */
export function verificationLines(verification: Verification): string[] {
  if (verification.kind === 'not-ended') return ['verify: the run did not end; nothing is verified'];
  const { notRun, lostAndPassing, hasUnattributedErrors, missed } = verification;
  return [
    ...(hasUnattributedErrors
      ? [
          'verify: errors happened outside the test files (see above); which test file caused them is not known, so they are not compared',
        ]
      : []),
    ...(notRun > 0 ? [`verify: not run, so not verified: ${count(notRun, 'test file')}`] : []),
    ...(lostAndPassing > 0
      ? [`verify: lost in the full run, but passed alone: ${count(lostAndPassing, 'test file')}`]
      : []),
    summaryLine(verification),
    ...missed.flatMap(missedLines),
  ];
}

function summaryLine({ skipped, ran, missed }: Extract<Verification, { kind: 'verified' }>): string {
  const files = `verify: ${count(skipped, 'test file')} would have been skipped`;
  if (missed.length > 0)
    return `${files}, and ${missed.length} of them ${missed.length === 1 ? 'fails' : 'fail'}`;
  return `${files}, ${ran < skipped ? `${ran} of them ran, and ` : ''}none of them fails`;
}

/** The report about one missed test file. */
function missedLines({ missed, ended, file, dependencies, changed }: Evidence): string[] {
  const { failsAgain, fact } = missed;
  const again = failsAgain ? 'fails again by itself' : 'passed on a second try: probably flaky';
  return [
    `MISSED ${missed.file}: ${ended ? 'it failed' : 'it never ended'}, ${again}`,
    ...renderExplanation({ ...file, reason: describeDecision(file.decision) }, dependencies)
      .split('\n')
      .map((line) => `  ${line}`),
    ...(fact === undefined
      ? []
      : [
          `  the fact that would have let it be skipped: ${describePass(fact)}, environment ${fact.environment}, ${count(fact.blocks, 'block')}, all unchanged`,
        ]),
    ...(changed === undefined ? [] : changedLines(changed)),
    ...(failsAgain
      ? [
          '  This is a bug in nx-testmon, or something that no test run can show it (see Limitations in its README).',
          '  Please report it with these lines, the test file, and the change since that time (git diff).',
          '  Until then: --noselect runs everything.',
        ]
      : []),
  ];
}

function describePass({ passedAt, durationMs, seeded }: NonNullable<MissedTestFile['fact']>): string {
  return seeded
    ? 'assumed passing at a base commit (seeded, not run); check that the tests of that commit passed'
    : `passed at ${passedAt} in ${describeDuration(durationMs)}`;
}

function changedLines({ projects, paths }: ChangedSince): string[] {
  const where = `in ${projects.join(', ')} and what the test loads`;
  if (paths === undefined) {
    return [
      `  what changed since ${where} is not known: nearly all files are newer, as after a fresh checkout`,
    ];
  }
  if (paths.length === 0) return [`  no file has changed since ${where}, by the times of the files`];
  const more = paths.length - pathsShown;
  return [
    `  changed since ${where}, by the times of the files:`,
    ...paths.slice(0, pathsShown).map((path) => `    ${path}`),
    ...(more > 0 ? [`    and ${more} more`] : []),
  ];
}
