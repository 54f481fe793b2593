import { type BlockKey, count, describeFallbackCount, type FallbackKind, printable } from '@nx-testmon/core';
import type { TestSelection } from '../select-tests/apply-decisions';
import type { DecidedTestFile } from '../select-tests/decide-test-files';
import type { DescribedSelection } from '../described-selection';
import type { Task } from '../task';
import { countChanges } from './count-changes';
import { describeFullRun, describeNoCollect } from './mode';
import { describeDuration } from './reason';

const reasonsShown = 10;
const kindsShown = 3;

/**
 * The header line of a selection, such as `3 of 412 test files selected (2 changed modules), …`. If the test
 * runner selects the test files, they are not counted, because it matches filters by its own rules.
 */
export function headerLine(task: Task, selection: TestSelection): string {
  const { collect, forceselect, verify, environment } = task.options;
  const { savedMs, fullRunReason, inOtherShards, audited } = selection;
  const verifies = verify && fullRunReason === undefined;
  return [
    describeSelected(selection),
    ...(inOtherShards.length > 0 ? [`${inOtherShards.length} more in other shards`] : []),
    ...(savedMs > 0 && !verifies ? [`about ${describeDuration(savedMs)} saved`] : []),
    `environment: ${printable(environment)}`,
    ...(fullRunReason === undefined ? [] : [withReason('noselect', describeFullRun(fullRunReason))]),
    ...(forceselect ? ['forceselect'] : []),
    ...(verifies ? ['verify: all test files run'] : []),
    ...(audited.length > 0 ? [`audit: ${count(audited.length, 'skipped test file')} run too`] : []),
    ...(collect
      ? []
      : [withReason('nocollect', task.notCollecting && describeNoCollect(task.notCollecting))]),
  ].join(', ');
}

function describeSelected(selection: TestSelection): string {
  const { selected, skipped, fullRunReason, fileFilter } = selection;
  const total = count(selected.length + skipped.length, 'test file');
  const counts = `${selected.length} of ${total} selected${describeCauses(selection)}`;
  if (fullRunReason === undefined) return counts;
  switch (fileFilter) {
    case 'named-test-files':
      return `up to ${total} (filtered by the test runner)`;
    case 'runner-selection':
      return `up to ${total} (selected by the test runner)`;
    case undefined:
      return counts;
  }
}

function withReason(word: string, reason: string | undefined): string {
  return reason === undefined || reason === word ? word : `${word} (${reason})`;
}

const causes = {
  new: 'new',
  'failed-before': 'failed before',
  'environment-changed': 'in a changed environment',
  'not-comparable': 'not comparable',
} as const;

function describeCauses({ selected }: TestSelection): string {
  const changed: BlockKey[] = [];
  const counts = new Map<string, number>();
  for (const { decision } of selected) {
    if (decision.kind === 'changed') changed.push(...decision.blocks);
    else if (decision.kind !== 'skipped') {
      const cause = causes[decision.kind];
      counts.set(cause, (counts.get(cause) ?? 0) + 1);
    }
  }
  const parts = [...countChanges(changed), ...[...counts].map(([cause, number]) => `${number} ${cause}`)];
  return parts.length > 0 ? ` (${parts.join(', ')})` : '';
}

/** The kinds of fallbacks of each test file that depends on more than it executes and reads. */
function findDependents(files: readonly Pick<DecidedTestFile, 'fallbacks'>[]): ReadonlySet<FallbackKind>[] {
  return files
    .map(({ fallbacks }) => new Set(fallbacks.flatMap(({ kind }) => (kind === 'seeded' ? [] : [kind]))))
    .filter((known) => known.size > 0);
}

/** How many test files depend on more than they execute and read. */
export function countDependents(files: readonly Pick<DecidedTestFile, 'fallbacks'>[]): number {
  return findDependents(files).length;
}

/** How many test files depend on more than they execute and read, and why; `undefined` if there are none. */
export function fallbackLine({ selected, skipped, inOtherShards }: TestSelection): string | undefined {
  const all = [...selected, ...skipped, ...inOtherShards];
  const kinds = findDependents(all);
  if (kinds.length === 0) return undefined;
  const counts = new Map<FallbackKind, number>();
  for (const kind of kinds.flatMap((known) => [...known])) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  const most = [...counts].sort(([, one], [, other]) => other - one);
  const shown = most.slice(0, kindsShown).map(([kind, number]) => describeFallbackCount(kind, number));
  const causes = [...shown, ...(most.length > kindsShown ? ['…'] : [])].join(', ');
  return `${describeDependents(kinds.length, all.length)}: ${causes}; \`testmon doctor\` lists them`;
}

/**
 * A part of a sentence: `2 of 3 test files depend on more than they execute and read`.
 *
 * @param testFiles the number of all test files, if it is known
 */
export function describeDependents(dependents: number, testFiles?: number): string {
  if (dependents === 0) return 'no test file depends on more than it executes and reads';
  const what =
    dependents === 1
      ? 'depends on more than it executes and reads'
      : 'depend on more than they execute and read';
  const counted =
    testFiles === undefined
      ? count(dependents, 'test file')
      : `${dependents} of ${count(testFiles, 'test file')}`;
  return `${counted} ${what}`;
}

/** One line for each of the first selected test files, with its reason. */
export function reasonLines({ selected }: DescribedSelection): string[] {
  const reasoned = selected.filter(({ decision }) => decision.kind !== 'skipped');
  const lines = reasoned
    .slice(0, reasonsShown)
    .map(({ testFile, reason }) => `  ${printable(testFile.path)}: ${reason}`);
  const more = reasoned.length - reasonsShown;
  return more > 0 ? [...lines, `  and ${count(more, 'more test file')}`] : lines;
}
