import type { ChangedSince } from '../verify/changed-since';
import { describeDuration } from './reason';
import type { MissedTestFile } from '../task';

/** What there is to say about one test file that would have been skipped wrongly. */
export interface Evidence {
  readonly missed: MissedTestFile;
  /** False: its process died. */
  readonly ended: boolean;
  /** As `testmon explain` prints it. */
  readonly explanation: string;
  readonly changed: ChangedSince | undefined;
}

const pathsShown = 20;

/** The report about one missed test file, as lines for people. */
export function missedLines({ missed, ended, explanation, changed }: Evidence): string[] {
  const { file, failsAgain, fact } = missed;
  const again = failsAgain ? 'fails again by itself' : 'passed on a second try: probably flaky';
  return [
    `testmon: MISSED ${file}: ${ended ? 'it failed' : 'it never ended'}, ${again}`,
    ...explanation.split('\n').map((line) => `testmon:   ${line}`),
    ...(fact === undefined
      ? []
      : [
          `testmon:   the fact that would have let it be skipped: ${describePass(fact)}, environment ${fact.environment}, ${fact.blocks} blocks, all as they are now`,
        ]),
    ...(changed === undefined ? [] : changedLines(changed)),
    ...(failsAgain
      ? [
          'testmon:   This is a bug in nx-testmon, or something that no test run can show it (see Limitations in its README).',
          'testmon:   Please report it with these lines, the test file, and the change since that time (git diff).',
          'testmon:   Until then: --noselect runs everything.',
        ]
      : []),
  ];
}

function describePass({ passedAt, durationMs, seeded }: NonNullable<MissedTestFile['fact']>): string {
  return seeded
    ? 'passed at a base commit by the word given to testmon seed; was that commit green'
    : `passed at ${passedAt} in ${describeDuration(durationMs)}`;
}

function changedLines({ projects, paths }: ChangedSince): string[] {
  const where = `in ${projects.join(', ')} and what the test loads`;
  if (paths === undefined) {
    return [
      `testmon:   what changed since ${where} is not known: nearly all files are newer, as after a fresh checkout`,
    ];
  }
  if (paths.length === 0) return [`testmon:   no file has changed since ${where}, by the times of the files`];
  const more = paths.length - pathsShown;
  return [
    `testmon:   changed since ${where}, by the times of the files:`,
    ...paths.slice(0, pathsShown).map((path) => `testmon:     ${path}`),
    ...(more > 0 ? [`testmon:     and ${more} more`] : []),
  ];
}
