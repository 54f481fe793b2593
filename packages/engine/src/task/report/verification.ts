import { count, printable, type Fact, SEEDED_AT } from '@nx-testmon/core';
import type { MissedTestFile } from '../task-report';
import type { ChangesSince } from '../verify/changes-since';
import type { MissedEvidence, Verification, VerifiedRun } from '../verify/verify-selection';
import { describeDecision, describeDuration } from './reason';
import { renderExplanation } from './render-explanation';

const pathsShown = 20;

/** Renders the result of a verification as lines for people to read. */
export function verificationLines(verification: Verification): string[] {
  if (verification.kind === 'not-ended') return ['verify: the run did not finish, so nothing was verified'];
  return [
    ...incompleteLines(verification),
    summaryLine(verification),
    ...verification.missed.flatMap((evidence) => [...missedLines(evidence), ...nextLines(evidence)]),
  ];
}

/** Describes what a run does not show about the compared test files. */
export function incompleteLines(verified: VerifiedRun): string[] {
  const { notRun, lostAndPassing, hasUnattributedErrors, mode } = verified;
  const where = mode === 'verify' ? 'full run' : 'run';
  return [
    ...(hasUnattributedErrors
      ? [`${mode}: errors outside the test files (see above) can't be attributed to one and are not compared`]
      : []),
    ...(notRun > 0 ? [`${mode}: ${count(notRun, 'test file')} did not run and can't be verified`] : []),
    ...(lostAndPassing > 0
      ? [`${mode}: ${count(lostAndPassing, 'test file')} had no result in the ${where} but passed alone`]
      : []),
  ];
}

function summaryLine({ compared, executed, missed }: VerifiedRun): string {
  const files = `verify: ${count(compared, 'test file')} would have been skipped`;
  if (missed.length > 0) return `${files}; ${missed.length} of them failed`;
  return `${files}${executed < compared ? `, ${executed} of them ran` : ''}; none failed`;
}

/** A missed test file, in the form of a report. */
export function toMissedTestFile({ file: { testFile }, failsAgain, fact }: MissedEvidence): MissedTestFile {
  const { path, suite } = testFile;
  return { file: path, suite, failsAgain, ...(fact ? { fact: describeFact(fact) } : {}) };
}

function describeFact({
  endedAt,
  durationMs,
  environment,
  dependencies,
}: Fact): NonNullable<MissedTestFile['fact']> {
  return {
    passedAt: new Date(endedAt).toISOString(),
    ...(endedAt === SEEDED_AT ? { seeded: true as const } : {}),
    durationMs,
    environment,
    blocks: dependencies.length,
  };
}

/** The lines about one missed test file, without the next step. */
export function missedLines(evidence: MissedEvidence): string[] {
  const { ended, file, dependencies, changed } = evidence;
  const { failsAgain, fact, file: path } = toMissedTestFile(evidence);
  const again = failsAgain ? 'failed again when run alone' : 'passed when run alone (probably flaky)';
  return [
    `MISSED ${printable(path)}: ${ended ? 'failed' : 'no result'}, ${again}`,
    ...renderExplanation({ ...file, reason: describeDecision(file.decision) }, { reachable: dependencies })
      .split('\n')
      .map((line) => `  ${line}`),
    ...(fact === undefined
      ? []
      : [
          `  it would have been skipped because of this fact: ${describePass(fact)}, environment ${printable(fact.environment)}, ${count(fact.blocks, 'block')}, all unchanged`,
        ]),
    ...(changed === undefined ? [] : changedLines(changed)),
    ...(failsAgain ? reportLines : []),
  ];
}

const reportLines = [
  '  This is a bug in nx-testmon or one of its documented limitations (see docs/limitations.md).',
  '  Please report it with these lines, the test file and the change since then (git diff).',
];

function nextLines({ failsAgain }: MissedEvidence): string[] {
  return failsAgain ? ['  Until it is fixed, run everything with --noselect.'] : [];
}

function describePass({ passedAt, durationMs, seeded }: NonNullable<MissedTestFile['fact']>): string {
  return seeded
    ? 'assumed passing at a base commit (seeded, not run; check that the tests of that commit passed)'
    : `passed at ${passedAt} in ${describeDuration(durationMs)}`;
}

function changedLines({ projects, paths }: ChangesSince): string[] {
  const where = `in ${projects.map(printable).join(', ')} and the loaded modules`;
  if (paths === undefined) {
    return [
      `  files changed since then ${where}: unknown, because nearly all are newer, as after a fresh checkout`,
    ];
  }
  if (paths.length === 0) return [`  files changed since then ${where}: none, by modification time`];
  const more = paths.length - pathsShown;
  return [
    `  files changed since then ${where}, by modification time:`,
    ...paths.slice(0, pathsShown).map((path) => `    ${printable(path)}`),
    ...(more > 0 ? [`    and ${more} more`] : []),
  ];
}
