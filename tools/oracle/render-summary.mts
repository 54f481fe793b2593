import { mean, median, sum } from '../shared/statistics.mts';
import type { MutantResult, SelectionResult } from './check-mutant.mts';
import { kinds, type MutantKind } from './mutant.mts';

/** Shares and misses of one selection over all mutants. */
interface SelectionSummary {
  readonly meanShare: number;
  readonly medianShare: number;
  readonly missed: number;
}

/** The results of one kind of mutant. */
interface KindSummary {
  readonly kind: MutantKind;
  readonly mutants: number;
  readonly killed: number;
  readonly missed: number;
  readonly meanSelected: number;
}

export interface OracleSummary {
  readonly mutants: number;
  readonly killed: number;
  /** In the order of `kinds`. */
  readonly kinds: readonly KindSummary[];
  readonly timedOut: number;
  /** By name, `testmon` first. */
  readonly selections: Readonly<Record<string, SelectionSummary>>;
}

const wordsOf = (kind: MutantKind): string => kind.replaceAll('-', ' ');

/** Renders the line that is printed for each mutant. */
export function renderProgress(result: MutantResult, number: number, count: number): string {
  const { selected, total, missed } = result.testmon;
  const failing = result.failing.length + result.failedProjects.length;
  const notes = [
    result.timedOut ? ', timed out' : '',
    result.unanswered.length > 0 ? `, no selection for ${result.unanswered.join(', ')}` : '',
    result.flaky.length > 0 ? `, flaky ${result.flaky.length}` : '',
  ].join('');
  const mutant = `${wordsOf(result.kind)} ${result.file}:${result.line}`;
  return `${number}/${count} ${mutant}  selected ${selected}/${total}, failing ${failing}, missed ${missed.length}${notes}`;
}

function summariseSelection(results: readonly SelectionResult[]): SelectionSummary {
  const shares = results.map(({ selected, total }) => (total === 0 ? 0 : selected / total));
  return {
    meanShare: mean(shares),
    medianShare: median(shares),
    missed: sum(results.map(({ missed }) => missed.length)),
  };
}

/** Shares and misses of every selection over all mutants. */
export function summarise(results: readonly MutantResult[]): OracleSummary {
  const names = Object.keys(results[0]?.others ?? {});
  const others = names.map((name): [string, SelectionSummary] => {
    const ofName = results.map((result) => result.others[name]).filter((one) => one !== undefined);
    return [name, summariseSelection(ofName)];
  });
  return {
    mutants: results.length,
    killed: results.filter(({ killed }) => killed).length,
    kinds: summariseKinds(results),
    timedOut: results.filter(({ timedOut }) => timedOut).length,
    selections: {
      testmon: summariseSelection(results.map(({ testmon }) => testmon)),
      ...Object.fromEntries(others),
    },
  };
}

function summariseKinds(results: readonly MutantResult[]): readonly KindSummary[] {
  return kinds
    .map((kind) => ({ kind, ofKind: results.filter((one) => one.kind === kind) }))
    .filter(({ ofKind }) => ofKind.length > 0)
    .map(({ kind, ofKind }) => ({
      kind,
      mutants: ofKind.length,
      killed: ofKind.filter(({ killed }) => killed).length,
      missed: sum(ofKind.map(({ testmon }) => testmon.missed.length)),
      meanSelected: mean(ofKind.map(({ testmon }) => testmon.selected)),
    }));
}

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;

function renderTable(rows: readonly (readonly string[])[]): readonly string[] {
  const widthOf = (column: number): number => Math.max(...rows.map((row) => row[column]?.length ?? 0));
  return rows.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widthOf(column)) : cell.padStart(widthOf(column))))
      .join('  '),
  );
}

/** Renders the end of the output: tables, and every miss with its mutant. */
export function renderSummary(results: readonly MutantResult[]): string {
  const { mutants, killed, timedOut, selections, kinds: kindSummaries } = summarise(results);
  const rows = Object.entries(selections).map(([name, { meanShare, medianShare, missed }]) => [
    name,
    percent(meanShare),
    percent(medianShare),
    String(missed),
  ]);
  const kindRows = kindSummaries.map((one) => [
    wordsOf(one.kind),
    String(one.mutants),
    String(one.killed),
    String(one.missed),
    one.meanSelected.toFixed(1),
  ]);
  const misses = results.filter(({ testmon }) => testmon.missed.length > 0);
  return [
    `mutants ${mutants}, killed ${killed}, missed ${selections['testmon']?.missed ?? 0}${timedOut > 0 ? `, timed out ${timedOut}` : ''}`,
    ...renderTable([['selection', 'mean', 'median', 'missed'], ...rows]),
    '',
    ...renderTable([['kind', 'mutants', 'killed', 'missed', 'mean selected'], ...kindRows]),
    ...misses.flatMap(({ testmon, diff }) => ['', ...testmon.missed.map((name) => `missed ${name}`), diff]),
  ].join('\n');
}
