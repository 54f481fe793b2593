import { type ProjectGraph, findAffected } from './project-graph.mts';
import { keyOf, type SelectionQuery, type TestFiles } from './test-outcomes.mts';

/** A selection of some of the test files. */
export interface CountedSelection extends SelectionQuery {
  /** Number of selected test files. */
  readonly selected: number;
  readonly total: number;
}

/** The test files of a project that nx-testmon would run. */
export interface ProjectSelection {
  readonly project: string;
  readonly selected: readonly { readonly file: string }[];
  readonly total: number;
}

/** Finds the test files of a project that `vitest related` would run; `undefined` if it fails. */
export type FindRelated = (
  projectRoot: string,
  files: readonly string[],
) => Promise<readonly string[] | undefined>;

const selectsSome = (keys: readonly string[], isSelected: (key: string) => boolean): boolean =>
  keys.length === 0 || keys.some(isSelected);

function selectionOf(testFiles: TestFiles, isSelected: (key: string) => boolean): CountedSelection {
  const keys = [...testFiles.keys()];
  const ofProject = (name: string): readonly string[] =>
    keys.filter((key) => testFiles.get(key)?.project === name);
  return {
    isSelected,
    selectsAll: (project) => ofProject(project).every(isSelected),
    selectsAny: (project) => selectsSome(ofProject(project), isSelected),
    selected: keys.filter(isSelected).length,
    total: keys.length,
  };
}

/**
 * The selection of nx-testmon. The task of a project without a selection fails without running a test. It
 * does not count as passed, so all test files of the project count as selected.
 */
export function ownSelection(
  testFiles: TestFiles,
  answers: ReadonlyMap<string, ProjectSelection>,
): CountedSelection {
  const selected = new Set(
    [...answers.values()].flatMap(({ project, selected: files }) =>
      files.map(({ file }) => keyOf({ project, file })),
    ),
  );
  const selection = selectionOf(testFiles, (key) => {
    const project = testFiles.get(key)?.project;
    return selected.has(key) || (project !== undefined && !answers.has(project));
  });
  const selectsAll = (project: string): boolean => {
    const answer = answers.get(project);
    return answer === undefined || answer.selected.length === answer.total;
  };
  const selectsAny = (project: string): boolean => {
    const answer = answers.get(project);
    return answer === undefined || answer.selected.length > 0 || answer.total === 0;
  };
  return { ...selection, selectsAll, selectsAny };
}

/** Joins two selections into the test files that both select. */
export function inBoth(
  testFiles: TestFiles,
): (one: CountedSelection, other: CountedSelection) => CountedSelection {
  return (one, other) => ({
    ...selectionOf(testFiles, (key) => one.isSelected(key) && other.isSelected(key)),
    selectsAll: (project) => one.selectsAll(project) && other.selectsAll(project),
    selectsAny: (project) => one.selectsAny(project) && other.selectsAny(project),
  });
}

/**
 * The selection of `nx affected`: every test file of the projects that own a changed file, and of their
 * dependents.
 */
export function affectedSelection(
  testFiles: TestFiles,
  graph: ProjectGraph,
  changedFiles: readonly string[],
): CountedSelection {
  const affected = findAffected(graph, changedFiles);
  if (affected === undefined) return selectionOf(testFiles, () => true);
  const isSelected = (key: string): boolean => {
    const project = testFiles.get(key)?.project;
    return project !== undefined && affected.has(project);
  };
  const selects = (project: string): boolean => affected.has(project);
  return { ...selectionOf(testFiles, isSelected), selectsAll: selects, selectsAny: selects };
}

/**
 * The selection of `vitest related` in every project. If it fails in a project, all test files of the project
 * count as selected.
 */
export async function relatedSelection(
  testFiles: TestFiles,
  graph: ProjectGraph,
  changedFiles: readonly string[],
  findRelated: FindRelated,
): Promise<CountedSelection> {
  const projects = new Set([...testFiles.values()].map(({ project }) => project));
  const related = new Map<string, ReadonlySet<string>>();
  for (const project of projects) {
    const root = graph.nodes[project]?.data.root;
    const files = root === undefined ? undefined : await findRelated(root, changedFiles);
    if (files !== undefined) related.set(project, new Set(files));
  }
  return selectionOf(testFiles, (key) => {
    const one = testFiles.get(key);
    return one !== undefined && (related.get(one.project)?.has(one.file) ?? true);
  });
}
