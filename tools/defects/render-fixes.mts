import Table from 'cli-table3';
import { mean, median, sum } from '../shared/statistics.mts';
import { type CheckedFix, hasTurned, isTried, type TriedFix } from './checked-fix.mts';

/**
 * The numbers of all fixes. Shares include only fixes that turn a test file, and are absent if there are
 * none.
 */
export interface DefectsSummary {
  readonly fixes: number;
  /** Fixes that could not be tried. */
  readonly skipped: number;
  /** Fixes that turn at least one test file. */
  readonly turned: number;
  readonly turnedTestFiles: number;
  readonly missed: number;
  readonly meanShare: number | undefined;
  readonly medianShare: number | undefined;
}

const shareOf = ({ selected, total }: TriedFix): number => (total > 0 ? selected / total : 0);

const percent = (share: number | undefined): string =>
  share === undefined ? '-' : `${(100 * share).toFixed(1)} %`;

export function summarise(fixes: readonly CheckedFix[]): DefectsSummary {
  const turned = fixes.filter(hasTurned);
  const shares = turned.map(shareOf);
  return {
    fixes: fixes.length,
    skipped: fixes.filter((fix) => !isTried(fix)).length,
    turned: turned.length,
    turnedTestFiles: sum(turned.map((fix) => fix.turned.length)),
    missed: sum(turned.map(({ missed }) => missed.length)),
    meanShare: shares.length === 0 ? undefined : mean(shares),
    medianShare: shares.length === 0 ? undefined : median(shares),
  };
}

/** Renders one line for a fix that was just checked. */
export function renderProgress(fix: CheckedFix, number: number, count: number): string {
  const name = `${number}/${count} ${fix.commit.slice(0, 8)}`;
  if (!isTried(fix)) return `${name} skipped: ${fix.skipped}`;
  const { turned, missed, selected, total, selectedBefore } = fix;
  const before = selectedBefore > 0 ? ` (${selectedBefore} of them with the fix too)` : '';
  return `${name} turned ${turned.length}, missed ${missed.length}, selected ${selected} of ${total}${before}`;
}

function renderRow(fix: CheckedFix): Table.HorizontalTableRow {
  const name = [fix.commit.slice(0, 8), fix.subject.slice(0, 50)];
  if (!isTried(fix)) {
    const reason = fix.skipped.split('\n')[0] ?? '';
    return [...name, { content: `skipped: ${reason.slice(0, 50)}`, colSpan: 4 }];
  }
  const { turned, selected, total, missed } = fix;
  return [
    ...name,
    String(turned.length),
    `${selected} of ${total}`,
    percent(shareOf(fix)),
    String(missed.length),
  ];
}

/** Renders a row for each fix, then the numbers of all fixes. */
export function renderFixes(fixes: readonly CheckedFix[]): string {
  const table = new Table({
    head: ['commit', 'subject', 'turned', 'selected', 'share', 'missed'],
    colAligns: ['left', 'left', 'right', 'right', 'right', 'right'],
    style: { head: [], border: [], compact: true },
  });
  table.push(...fixes.map(renderRow));
  return [table.toString(), ...renderSummary(fixes)].join('\n');
}

function renderSummary(fixes: readonly CheckedFix[]): readonly string[] {
  const { skipped, turned, turnedTestFiles, missed, meanShare, medianShare } = summarise(fixes);
  const tried = fixes.filter(isTried);
  const linesOf = (name: 'missed' | 'flaky' | 'alwaysFailing'): readonly string[] =>
    tried.flatMap((fix) => fix[name].map((file) => `  ${fix.commit.slice(0, 8)} ${file}`));
  const listed = (title: string, lines: readonly string[]): readonly string[] =>
    lines.length === 0 ? [] : [`${title}: ${lines.length}`, ...lines];
  return [
    `fixes ${fixes.length}, skipped ${skipped}, without which test files fail ${turned} (${turnedTestFiles} test files), missed ${missed}`,
    ...linesOf('missed'),
    ...listed('failed once only, probably flaky', linesOf('flaky')),
    ...listed('failed with the fix too, left out', linesOf('alwaysFailing')),
    `selected, where test files fail: mean ${percent(meanShare)}, median ${percent(medianShare)}`,
  ];
}
