const { keyOf } = require('./test-outcomes.cjs');

/** A selection is `isSelected(key)`, `selectsWhole(project)`, and how many of how many test files it holds. */
function selectionOf(testFiles, isSelected) {
  const entries = [...testFiles];
  const ofProject = (name) => entries.filter(([, { project }]) => project === name);
  return {
    isSelected,
    selectsWhole: (project) => ofProject(project).every(([key]) => isSelected(key)),
    selected: entries.filter(([key]) => isSelected(key)).length,
    total: entries.length,
  };
}

/**
 * Ours. A project without an answer runs nothing and fails its task, so nobody takes it for passed: it counts as
 * selected as a whole.
 *
 * @param answers of `select()`
 */
function ownSelection(testFiles, answers) {
  const selected = new Set(
    [...answers.values()].flatMap(({ project, selected: files }) =>
      files.map(({ file }) => keyOf({ project, file })),
    ),
  );
  const selection = selectionOf(testFiles, (key) => {
    const { project } = testFiles.get(key) ?? {};
    return selected.has(key) || (project !== undefined && !answers.has(project));
  });
  const selectsWhole = (project) => {
    const answer = answers.get(project);
    return answer === undefined || answer.selected.length === answer.total;
  };
  return { ...selection, selectsWhole };
}

/** The project that a file lies in: of several, the one with the longest root. */
function ownerOf(graph, path) {
  const owners = Object.values(graph.nodes).filter(
    ({ data }) => data.root === '.' || path.startsWith(`${data.root}/`),
  );
  const depth = ({ data }) => (data.root === '.' ? 0 : data.root.length);
  return owners.sort((one, other) => depth(other) - depth(one))[0]?.name;
}

/** All projects that are reached from these, themselves included. */
function reach(next, names) {
  const reached = new Set(names);
  for (const name of reached) for (const other of next(name)) reached.add(other);
  return reached;
}

const dependenciesOf = (graph) => (name) => (graph.dependencies[name] ?? []).map(({ target }) => target);

const dependentsOf = (graph) => (name) =>
  Object.entries(graph.dependencies)
    .filter(([, targets]) => targets.some(({ target }) => target === name))
    .map(([source]) => source);

/** As `nx affected`: every test file of the projects that own a changed file or depend on one that does. */
function wholeProjectSelection(testFiles, graph, changedFiles) {
  const owners = changedFiles.map((file) => ownerOf(graph, file));
  // A file of no project counts for all.
  if (owners.includes(undefined)) return selectionOf(testFiles, () => true);
  const affected = reach(dependentsOf(graph), owners);
  const selection = selectionOf(testFiles, (key) => affected.has(testFiles.get(key)?.project));
  return { ...selection, selectsWhole: (project) => affected.has(project) };
}

/** As `vitest related` in every project. Where it can't be asked it is loud, and counts as everything. */
async function relatedSelection(testFiles, graph, changedFiles, findRelated) {
  const projects = [...new Set([...testFiles.values()].map(({ project }) => project))];
  const related = new Map();
  for (const project of projects) {
    const files = await findRelated(graph.nodes[project].data.root, changedFiles);
    related.set(project, files && new Set(files));
  }
  return selectionOf(testFiles, (key) => {
    const one = testFiles.get(key);
    return one !== undefined && (related.get(one.project)?.has(one.file) ?? true);
  });
}

module.exports = {
  ownSelection,
  wholeProjectSelection,
  relatedSelection,
  ownerOf,
  reach,
  dependenciesOf,
  dependentsOf,
};
