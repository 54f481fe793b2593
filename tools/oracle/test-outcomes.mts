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
  /** The test files that ran: none of a project whose test runner did not start. */
  readonly testFiles: TestFiles;
}

/** Queries of a selection for a test file and a project. */
export interface SelectionQuery {
  /** @param key of a test file */
  isSelected(key: string): boolean;
  /** Whether all test files of a project are selected. */
  selectsAll(project: string): boolean;
  /** Whether the test runner would be started for a project: for one of its test files at least, if it has any. */
  selectsAny(project: string): boolean;
}

export const keyOf = ({ project, file }: ProjectTestFile): string => `${project}: ${file}`;

const keyOfProject = (project: string): string => `${project}: the whole project`;

export function readOutcomes({ reports, results, timedOut }: TestRun): Outcomes {
  const ended = new Set(results.filter(({ state }) => state !== 'started').map(keyOf));
  const failing = new Set(results.filter(({ state }) => state === 'failed').map(keyOf));
  const passed = new Set(reports.filter(({ outcome }) => outcome === 'passed').map(({ project }) => project));
  // A test file that had started and not ended counts as failed when the time was over, since it may hang, and when
  // its project failed: a broken snapshot file or a dead worker leaves no end.
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
 * Compares a selection with what failed. Where a project failed and no test file did, any of its test files may be
 * the cause: all must be selected. But where the test runner started none of them, it fails for each selection that
 * is not empty.
 *
 * @param baseline what fails without the change: it is left out
 * @returns names of what failed and was not selected
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

/** Of what was missed, all that does not fail in a second run. */
export function findFlaky(missed: readonly string[], again: Failures): readonly string[] {
  const failedAgain = new Set([...again.failing, ...again.failedProjects.map(keyOfProject)]);
  return missed.filter((name) => !failedAgain.has(name));
}
