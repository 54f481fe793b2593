import type { TaskReport } from '@nx-testmon/engine';

/** A test file of a project; two projects may run the same file. */
export interface ProjectTestFile {
  readonly project: string;
  /** Relative to the workspace. */
  readonly file: string;
}

/** The event that a reporter writes when a test file starts or ends. */
export interface TestFileEvent extends ProjectTestFile {
  readonly state: 'started' | 'passed' | 'failed';
}

/** How the task of a project ended. */
export type TaskOutcome = Pick<TaskReport, 'project' | 'outcome'>;

/** A run of all tests. */
export interface TestRun {
  readonly reports: readonly TaskOutcome[];
  readonly results: readonly TestFileEvent[];
  readonly timedOut: boolean;
}

/** The failures of a run; test files by their keys. */
export interface Failures {
  readonly failing: ReadonlySet<string>;
  /** Projects that failed without a failing test file. */
  readonly failedProjects: readonly string[];
}

export type TestFiles = ReadonlyMap<string, ProjectTestFile>;

export interface Outcomes extends Failures {
  /** The test files that ran. If a test runner did not start, there are none of its project. */
  readonly testFiles: TestFiles;
}

/** Queries of a selection by test file or project. */
export interface SelectionQuery {
  /** @param key of a test file */
  isSelected(key: string): boolean;
  /** Whether all test files of a project are selected. */
  selectsAll(project: string): boolean;
  /**
   * Whether the test runner would start for a project, because at least one of its test files is selected, or
   * because it has none.
   */
  selectsAny(project: string): boolean;
}

export const keyOf = ({ project, file }: ProjectTestFile): string => `${project}: ${file}`;

const keyOfProject = (project: string): string => `${project}: the whole project`;

export function readOutcomes({ reports, results, timedOut }: TestRun): Outcomes {
  const ended = new Set(results.filter(({ state }) => state !== 'started').map(keyOf));
  const failing = new Set(results.filter(({ state }) => state === 'failed').map(keyOf));
  const passed = new Set(reports.filter(({ outcome }) => outcome === 'passed').map(({ project }) => project));
  // A test file that has started and not ended counts as failed if the time limit was reached, because it may
  // hang, and if its project failed: a broken snapshot file or a dead worker reports no end.
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
 * Compares a selection with the failures of a run. If a project failed without a failing test file, any of
 * its test files may be the cause, so all must be selected. If the test runner started none of them, every
 * selection that is not empty fails in the same way.
 *
 * @param baseline failures without the change, which do not count
 * @returns names of the failing test files and projects that were not selected
 */
export function findMissed(
  { failing, failedProjects, testFiles }: Outcomes,
  baseline: Failures,
  selection: SelectionQuery,
): readonly string[] {
  const files = [...failing].filter((key) => !baseline.failing.has(key) && !selection.isSelected(key));
  const started = new Set([...testFiles.values()].map(({ project }) => project));
  const isSelected = (project: string): boolean =>
    started.has(project) ? selection.selectsAll(project) : selection.selectsAny(project);
  const projects = failedProjects.filter(
    (project) => !baseline.failedProjects.includes(project) && !isSelected(project),
  );
  return [...files, ...projects.map(keyOfProject)];
}

/** Missed test files and projects that do not fail in a second run. */
export function findFlaky(missed: readonly string[], again: Failures): readonly string[] {
  const failedAgain = new Set([...again.failing, ...again.failedProjects.map(keyOfProject)]);
  return missed.filter((name) => !failedAgain.has(name));
}
