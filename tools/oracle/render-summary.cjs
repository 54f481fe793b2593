const { kinds } = require('./mutant-kinds.cjs');

const words = (kind) => kind.replaceAll('-', ' ');

/** One line per mutant while the oracle works. */
function renderProgress(result, number, count) {
  const { selected, total, missed } = result.selections.testmon;
  const failing = result.failing.length + result.failedProjects.length;
  const notes = [
    result.timedOut ? ', timed out' : '',
    result.unanswered.length > 0 ? `, no selection for ${result.unanswered.join(', ')}` : '',
    result.flaky.length > 0 ? `, flaky ${result.flaky.length}` : '',
  ].join('');
  const place = `${words(result.kind)} ${result.file}:${result.line}`;
  return `${number}/${count} ${place}  selected ${selected}/${total}, failing ${failing}, missed ${missed.length}${notes}`;
}

const sum = (numbers) => numbers.reduce((all, one) => all + one, 0);

function median(numbers) {
  const sorted = [...numbers].sort((one, other) => one - other);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Shares and misses of every selection over all mutants. */
function summarise(results) {
  const names = Object.keys(results[0]?.selections ?? {});
  return {
    mutants: results.length,
    killed: results.filter(({ killed }) => killed).length,
    kinds: summariseKinds(results),
    timedOut: results.filter(({ timedOut }) => timedOut).length,
    selections: Object.fromEntries(
      names.map((name) => {
        const all = results.map(({ selections }) => selections[name]);
        const shares = all.map(({ selected, total }) => (total === 0 ? 0 : selected / total));
        return [
          name,
          {
            meanShare: sum(shares) / shares.length,
            medianShare: median(shares),
            missed: sum(all.map(({ missed }) => missed.length)),
          },
        ];
      }),
    ),
  };
}

/** How each kind of mutant did, in the order of the kinds. */
function summariseKinds(results) {
  return kinds
    .map((kind) => ({ kind, all: results.filter((one) => one.kind === kind) }))
    .filter(({ all }) => all.length > 0)
    .map(({ kind, all }) => ({
      kind,
      mutants: all.length,
      killed: all.filter(({ killed }) => killed).length,
      missed: sum(all.map(({ selections }) => selections.testmon.missed.length)),
      meanSelected: sum(all.map(({ selections }) => selections.testmon.selected)) / all.length,
    }));
}

const percent = (share) => `${(share * 100).toFixed(1)} %`;

function renderTable(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  return rows.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[column]) : cell.padStart(widths[column])))
      .join('  '),
  );
}

/** The end of the output: a table, and every miss with its mutant. */
function renderSummary(results) {
  const { mutants, killed, timedOut, selections } = summarise(results);
  const rows = Object.entries(selections).map(([name, { meanShare, medianShare, missed }]) => [
    name,
    percent(meanShare),
    percent(medianShare),
    String(missed),
  ]);
  const kindRows = summariseKinds(results).map((one) => [
    words(one.kind),
    String(one.mutants),
    String(one.killed),
    String(one.missed),
    one.meanSelected.toFixed(1),
  ]);
  const misses = results.filter((one) => one.selections.testmon.missed.length > 0);
  return [
    `mutants ${mutants}, killed ${killed}, missed ${selections.testmon?.missed ?? 0}${timedOut > 0 ? `, timed out ${timedOut}` : ''}`,
    ...renderTable([['selection', 'mean', 'median', 'missed'], ...rows]),
    '',
    ...renderTable([['kind', 'mutants', 'killed', 'missed', 'mean selected'], ...kindRows]),
    ...misses.flatMap(({ selections: { testmon }, diff }) => [
      '',
      ...testmon.missed.map((name) => `missed ${name}`),
      diff,
    ]),
  ].join('\n');
}

module.exports = { renderProgress, renderSummary, summarise };
