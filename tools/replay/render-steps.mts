import Table from 'cli-table3';
import { mean, median, sum } from '../shared/statistics.mts';
import { type CauseCount, countCauses, countInherent } from './causes.mts';
import { isTried, type PeerCounts, type ReplayedStep, type TriedStep } from './replayed-step.mts';

/** A missed or flaky test file, with its commit. */
interface CommitFile {
  readonly commit: string;
  readonly file: string;
}

/** The numbers of a replay. Shares are absent if no commit counts. */
export interface ReplaySummary {
  readonly commits: number;
  readonly skipped: number;
  /** Number of commits with a full run. */
  readonly compared: number;
  readonly missed: readonly CommitFile[];
  readonly flaky: readonly CommitFile[];
  readonly meanShare: number | undefined;
  readonly medianShare: number | undefined;
  /** The shares that other selections select, at the commits at which they are known. */
  readonly peers: readonly PeerSummary[];
  /** What selects test files, and how many of all that are selected after the first commit. */
  readonly causes: readonly CauseCount[];
  /** Duration of nx-testmon with collecting, at the commits with a full run. */
  readonly oursMs: number;
  /** Duration of the full runs of these commits. */
  readonly fullMs: number;
}

/** The share that another selection selects. */
interface PeerSummary {
  readonly name: string;
  readonly commits: number;
  readonly meanShare: number;
  readonly medianShare: number;
}

const percent = (share: number | undefined): string =>
  share === undefined ? '' : `${(100 * share).toFixed(1)} %`;
const seconds = (ms: number | undefined): string => (ms === undefined ? '' : `${(ms / 1000).toFixed(1)} s`);

export const shareOf = ({ selected, total }: TriedStep): number => (total > 0 ? selected / total : 0);

function summarisePeer(steps: readonly TriedStep[], peer: keyof PeerCounts): readonly PeerSummary[] {
  const shares = steps.flatMap(({ peers, total }) => {
    const count = peers?.[peer];
    return count === undefined || total === 0 ? [] : [count / total];
  });
  const name = { affected: 'nx affected', related: 'vitest related' }[peer];
  const [meanShare, medianShare] = [mean(shares), median(shares)];
  return shares.length === 0 ? [] : [{ name, commits: shares.length, meanShare, medianShare }];
}

/**
 * The first commit that ran has collected everything, so it counts in comparisons, but not in shares and
 * times.
 */
export function summarise(steps: readonly ReplayedStep[]): ReplaySummary {
  const tried = steps.filter(isTried);
  const later = tried.slice(1);
  const shares = later.map(shareOf);
  const filesOf = (name: 'missed' | 'flaky'): readonly CommitFile[] =>
    tried.flatMap(({ commit, full }) => (full?.[name] ?? []).map((file) => ({ commit, file })));
  return {
    commits: steps.length,
    skipped: steps.length - tried.length,
    compared: tried.filter(({ full }) => full !== undefined).length,
    missed: filesOf('missed'),
    flaky: filesOf('flaky'),
    meanShare: shares.length === 0 ? undefined : mean(shares),
    medianShare: shares.length === 0 ? undefined : median(shares),
    peers: [...summarisePeer(later, 'affected'), ...summarisePeer(later, 'related')],
    causes: countCauses(later),
    oursMs: sum(later.map(({ full, durationMs }) => (full === undefined ? 0 : durationMs))),
    fullMs: sum(later.map(({ full }) => full?.durationMs ?? 0)),
  };
}

function renderRow(step: ReplayedStep): Table.HorizontalTableRow {
  const name = [step.commit.slice(0, 8), step.subject.slice(0, 40)];
  if (!isTried(step)) {
    const reason = step.skipped.split('\n')[0] ?? '';
    return [...name, { content: `skipped: ${reason.slice(0, 60)}`, colSpan: 7 }];
  }
  const { failed, full, peers } = step;
  return [
    ...name,
    failed.length === 0 ? 'passed' : `failed in ${failed.join(', ')}`,
    `${step.selected} of ${step.total}`,
    percent(shareOf(step)),
    peers?.affected === undefined ? '' : String(peers.affected),
    seconds(step.durationMs),
    seconds(full?.durationMs),
    full === undefined ? '' : String(full.missed.length),
  ];
}

/** Renders a row for each commit, then the numbers of all commits. */
export function renderSteps(steps: readonly ReplayedStep[]): string {
  const table = new Table({
    head: ['commit', 'subject', 'outcome', 'selected', 'share', 'affected', 'ours', 'full', 'missed'],
    colAligns: ['left', 'left', 'left', 'right', 'right', 'right', 'right', 'right', 'right'],
    style: { head: [], border: [], compact: true },
  });
  table.push(...steps.map(renderRow));
  return `${table.toString()}\n${renderSummary(summarise(steps))}`;
}

function renderSummary(summary: ReplaySummary): string {
  const { commits, skipped, compared, missed, flaky, meanShare, medianShare, oursMs, fullMs } = summary;
  const lines = (files: readonly CommitFile[]): readonly string[] =>
    files.map(({ commit, file }) => `  ${commit.slice(0, 8)} ${file}`);
  const ofSome = (peer: PeerSummary): string =>
    peer.commits < commits - skipped - 1 ? ` (of ${peer.commits} commits)` : '';
  const ratio = `ours ${seconds(oursMs)}, full ${seconds(fullMs)}, ratio ${(oursMs / fullMs).toFixed(2)}`;
  return [
    `commits ${commits}, skipped ${skipped}, compared with a full run ${compared}, missed ${missed.length}`,
    ...lines(missed),
    ...(flaky.length > 0 ? [`failed once only, probably flaky: ${flaky.length}`, ...lines(flaky)] : []),
    `selected after the first commit: mean ${percent(meanShare) || '-'}, median ${percent(medianShare) || '-'}`,
    ...summary.peers.map(
      (one) =>
        `${one.name}: mean ${percent(one.meanShare)}, median ${percent(one.medianShare)}${ofSome(one)}`,
    ),
    ...(fullMs > 0 ? [`${ratio} (the same commits)`] : []),
    ...renderCauses(summary.causes),
  ].join('\n');
}

/** Renders the causes of all selections, and what a selection by functions can't do without. */
function renderCauses(counts: readonly CauseCount[]): readonly string[] {
  const all = sum(counts.map(({ first }) => first));
  if (all === 0) return [];
  const table = new Table({
    head: ['cause', 'selected', 'share', 'alone', 'in all'],
    colAligns: ['left', 'right', 'right', 'right', 'right'],
    style: { head: [], border: [], compact: true },
  });
  table.push(
    ...counts.map((one) => [
      one.cause,
      String(one.first),
      percent(one.first / all),
      String(one.alone),
      String(one.all),
    ]),
  );
  const needed = countInherent(counts);
  return [
    `of ${all} selected test files, ${needed} (${percent(needed / all)}) have changed, are new, failed before or depend on a changed function`,
    table.toString(),
    'selected: by nothing earlier in the table; alone: by nothing else',
  ];
}
