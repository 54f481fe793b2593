const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const { applyMutant, restoreFiles } = require('./journal.cjs');
const { renderDiff } = require('./render-diff.cjs');
const { ownSelection, relatedSelection, wholeProjectSelection } = require('./selections.cjs');
const { findMissed, readOutcomes } = require('./test-outcomes.cjs');

/**
 * Puts a mutant in place, asks every selection, runs everything, and puts the files back.
 *
 * @param surroundings `{ workspace, commands, runs, graph, baseline, peers }`; `runs` has `build(files)` and
 *   `runTests(files)`
 */
async function judgeMutant(mutant, { workspace, commands, runs, graph, baseline, peers }) {
  const { testFiles } = baseline;
  const changedFiles = Object.keys(mutant.changes);
  const diff = renderDiff(readFileSync(join(workspace, mutant.file), 'utf8'), mutant);
  applyMutant(workspace, mutant);
  try {
    await runs.build(changedFiles);
    const answers = await commands.select();
    const selections = {
      testmon: ownSelection(testFiles, answers),
      'whole projects': wholeProjectSelection(testFiles, graph, changedFiles),
    };
    if (peers) {
      const { findRelated } = commands;
      selections['vitest related'] = await relatedSelection(testFiles, graph, changedFiles, findRelated);
    }
    const run = await runs.runTests(changedFiles);
    const outcomes = readOutcomes(run);
    const missed = Object.fromEntries(
      Object.entries(selections).map(([name, selection]) => [
        name,
        findMissed(outcomes, baseline, selection),
      ]),
    );
    const flaky =
      missed.testmon.length === 0 ? [] : await findFlaky(missed.testmon, () => runs.runTests(changedFiles));
    missed.testmon = missed.testmon.filter((name) => !flaky.includes(name));
    const failing = [...outcomes.failing].filter((key) => !baseline.failing.has(key));
    return {
      kind: mutant.kind,
      file: mutant.file,
      line: mutant.line,
      diff,
      failing,
      failedProjects: outcomes.failedProjects,
      killed: failing.length > 0 || outcomes.failedProjects.length > 0,
      timedOut: run.timedOut,
      unanswered: [...new Set([...testFiles.values()].map(({ project }) => project))].filter(
        (project) => !answers.has(project),
      ),
      flaky,
      selections: Object.fromEntries(
        Object.entries(selections).map(([name, { selected, total }]) => [
          name,
          { selected, total, missed: missed[name] },
        ]),
      ),
    };
  } finally {
    restoreFiles(workspace);
    await runs.build(changedFiles);
  }
}

/** Of what was missed, all that does not fail in a second run of the same mutant. */
async function findFlaky(missed, runAgain) {
  const { failing, failedProjects } = readOutcomes(await runAgain());
  return missed.filter(
    (name) =>
      !failing.has(name) && !failedProjects.some((project) => name === `${project}: the whole project`),
  );
}

module.exports = { judgeMutant };
