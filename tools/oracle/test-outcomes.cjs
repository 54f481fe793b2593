/** Key of a test file in a project; two projects may run the same file. */
const keyOf = ({ project, file }) => `${project}: ${file}`;

/**
 * What a run of all tests says.
 *
 * @returns `testFiles` and `failing` as keys, `failedProjects` that failed without a failing file
 */
function readOutcomes({ reports, results, timedOut }) {
  const ended = new Set(results.filter(({ state }) => state !== 'started').map(keyOf));
  const failing = new Set(results.filter(({ state }) => state === 'failed').map(keyOf));
  const passed = new Set(reports.filter(({ outcome }) => outcome === 'passed').map(({ project }) => project));
  // Test files that were under way when the time was over hang, for all that anybody can know; those of a failed
  // project that never ended (a broken snapshot file, a dead worker) are what it failed for.
  for (const one of results) {
    if (!ended.has(keyOf(one)) && (timedOut || !passed.has(one.project))) failing.add(keyOf(one));
  }
  const withFailures = new Set(
    results.filter((one) => failing.has(keyOf(one))).map(({ project }) => project),
  );
  return {
    testFiles: new Map(results.map((one) => [keyOf(one), one])),
    failing,
    failedProjects: reports
      .filter(({ outcome, project }) => outcome !== 'passed' && !withFailures.has(project))
      .map(({ project }) => project),
  };
}

/**
 * Compares a selection with what failed.
 *
 * @param outcomes of the run with the mutant
 * @param baseline outcomes without it; what fails there says nothing
 * @param isSelected of a test file's key
 * @param selectsWhole of a project's name: whether all its test files are selected
 * @returns names of what failed and was not selected
 */
function findMissed(outcomes, baseline, { isSelected, selectsWhole }) {
  const files = [...outcomes.failing].filter((key) => !baseline.failing.has(key) && !isSelected(key));
  const projects = outcomes.failedProjects.filter(
    (project) => !baseline.failedProjects.includes(project) && !selectsWhole(project),
  );
  return [...files, ...projects.map((project) => `${project}: the whole project`)];
}

module.exports = { keyOf, readOutcomes, findMissed };
