const Table = require('cli-table3');

const percent = (share) => (share === undefined ? '' : `${(100 * share).toFixed(1)} %`);
const seconds = (ms) => (ms === undefined ? '' : `${(ms / 1000).toFixed(1)} s`);
const shareOf = ({ selected, total }) => (total > 0 ? selected / total : 0);

function mean(numbers) {
  return numbers.length === 0 ? undefined : numbers.reduce((sum, one) => sum + one, 0) / numbers.length;
}

function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return mean(sorted.slice(Math.ceil(middle) - 1, Math.floor(middle) + 1));
}

/**
 * The numbers of a replay. The first commit that ran has collected everything, so it counts among the comparisons
 * and not in shares and times.
 */
function summarise(steps) {
  const ran = steps.filter(({ skipped }) => skipped === undefined);
  const warm = ran.slice(1);
  const compared = ran.filter(({ full }) => full !== undefined);
  const both = warm.filter(({ full }) => full !== undefined);
  const all = (name) => compared.flatMap(({ commit, full }) => full[name].map((file) => ({ commit, file })));
  const sum = (numbers) => numbers.reduce((total, one) => total + one, 0);
  return {
    commits: steps.length,
    skipped: steps.length - ran.length,
    compared: compared.length,
    missed: all('missed'),
    flaky: all('flaky'),
    meanShare: mean(warm.map(shareOf)),
    medianShare: median(warm.map(shareOf)),
    /** Ours with collecting, against full runs of the same commits. */
    oursMs: sum(both.map(({ durationMs }) => durationMs)),
    fullMs: sum(both.map(({ full }) => full.durationMs)),
  };
}

function row({ commit, subject, skipped, failed, full, ...step }) {
  const name = [commit.slice(0, 8), subject.slice(0, 40)];
  if (skipped !== undefined) return [...name, `skipped: ${skipped.split('\n')[0].slice(0, 60)}`];
  const outcome = failed.length === 0 ? 'passed' : `failed in ${failed.join(', ')}`;
  return [
    ...name,
    outcome,
    `${step.selected} of ${step.total}`,
    percent(shareOf(step)),
    seconds(step.durationMs),
    seconds(full?.durationMs),
    full === undefined ? '' : String(full.missed.length),
  ];
}

/** For people: a row for each commit, then the numbers of all. */
function renderSteps(steps) {
  const table = new Table({
    head: ['commit', 'subject', 'outcome', 'selected', 'share', 'ours', 'full', 'missed'],
    colAligns: ['left', 'left', 'left', 'right', 'right', 'right', 'right', 'right'],
    style: { head: [], border: [], compact: true },
  });
  for (const step of steps) {
    const cells = row(step);
    table.push(cells.length === 8 ? cells : [...cells.slice(0, 2), { content: cells[2], colSpan: 6 }]);
  }
  return `${table.toString()}\n${renderSummary(summarise(steps))}`;
}

function renderSummary(summary) {
  const { commits, skipped, compared, missed, flaky, meanShare, medianShare, oursMs, fullMs } = summary;
  const files = (list) => list.map(({ commit, file }) => `  ${commit.slice(0, 8)} ${file}`);
  return [
    `commits ${commits}, skipped ${skipped}, compared with a full run ${compared}, missed ${missed.length}`,
    ...files(missed),
    ...(flaky.length > 0 ? [`failed once only, probably flaky: ${flaky.length}`, ...files(flaky)] : []),
    `selected after the first commit: mean ${percent(meanShare) || '-'}, median ${percent(medianShare) || '-'}`,
    ...(fullMs > 0
      ? [
          `ours ${seconds(oursMs)}, full ${seconds(fullMs)}, ratio ${(oursMs / fullMs).toFixed(2)} (the same commits)`,
        ]
      : []),
  ].join('\n');
}

module.exports = { renderSteps, shareOf, summarise };
