import { count, printable } from '@nx-testmon/core';
import { describeDuration, type RunSums, type Stats } from '@nx-testmon/engine';
import { renderTable } from '../../output/plain-table';

const daysShown = 14;

/** Renders the saved time in total, by project and by day, for people to read. */
export function renderStats(stats: Omit<Stats, 'notes'>): string {
  if (stats.since === undefined || stats.until === undefined)
    return 'No runs are recorded yet. Every run that collects is recorded.';
  const summary = `about ${describeDuration(stats.savedMs)} saved in ${count(stats.runs, 'run')} since ${stats.since.slice(0, 10)} (total run time: ${describeDuration(stats.durationMs)})`;
  const projects = stats.projects.map(({ project, target, ...sums }) => [
    printable(project),
    printable(target),
    ...cells(sums),
  ]);
  const days = stats.days.slice(-daysShown).map(({ day, ...sums }) => [day, '', ...cells(sums)]);
  return [summary, '', table('project', 'target', projects), '', table('day', '', days)].join('\n');
}

function cells({ runs, selected, total, durationMs, savedMs }: RunSums): string[] {
  const share = savedMs + durationMs > 0 ? Math.round((100 * savedMs) / (savedMs + durationMs)) : 0;
  return [
    String(runs),
    `${selected} of ${total}`,
    describeDuration(savedMs),
    describeDuration(durationMs),
    `${share}%`,
  ];
}

function table(first: string, second: string, rows: readonly string[][]): string {
  return renderTable({
    head: [first, second, 'runs', 'selected', 'saved', 'run time', 'saved %'],
    align: ['left', 'left', 'right', 'right', 'right', 'right', 'right'],
    rows,
  });
}
