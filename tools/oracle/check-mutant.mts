import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FullRuns, Variables } from './full-runs.mts';
import { applyMutant, restoreFiles } from './journal.mts';
import { changedFilesOf, type Mutant, type MutantKind } from './mutant.mts';
import type { ProjectGraph } from './project-graph.mts';
import { renderDiff } from './render-diff.mts';
import {
  affectedSelection,
  inBoth,
  ownSelection,
  relatedSelection,
  type CountedSelection,
} from './selections.mts';
import { findFlaky, findMissed, type Outcomes, readOutcomes } from './test-outcomes.mts';
import type { WorkspaceCommands } from './workspace-commands.mts';

/** A workspace in which mutants are checked, one at a time. */
export interface CheckedWorkspace {
  /** Real path of its root. */
  readonly workspace: string;
  readonly commands: WorkspaceCommands;
  readonly runs: FullRuns;
  readonly graph: ProjectGraph;
  /** The outcomes without a mutant. */
  readonly baseline: Outcomes;
  /** Whether `vitest related` is also compared. */
  readonly peers: boolean;
  /** Whether the selected test files also run. */
  readonly collectMutants: boolean;
}

/** The result of one selection for one mutant. */
export interface SelectionResult {
  readonly selected: number;
  readonly total: number;
  /** Test files that failed and were not selected. */
  readonly missed: readonly string[];
}

export interface MutantResult {
  readonly kind: MutantKind;
  readonly file: string;
  readonly line: number;
  readonly diff: string;
  readonly failing: readonly string[];
  readonly failedProjects: readonly string[];
  readonly killed: boolean;
  readonly timedOut: boolean;
  /** Projects for which nx-testmon returned no selection. */
  readonly unanswered: readonly string[];
  /** Test files that were missed in a first run and passed in a second one. */
  readonly flaky: readonly string[];
  readonly testmon: SelectionResult;
  /** Results of other selections, by name. */
  readonly others: Readonly<Record<string, SelectionResult>>;
}

/** Applies a mutant, compares every selection with a full run, and restores the files. */
export async function checkMutant(mutant: Mutant, checked: CheckedWorkspace): Promise<MutantResult> {
  const { workspace, runs } = checked;
  const { kind, file, line } = mutant;
  const diff = renderDiff(readFileSync(join(workspace, file), 'utf8'), mutant);
  applyMutant(workspace, mutant);
  try {
    return { kind, file, line, diff, ...(await compareWithFullRun(mutant, checked)) };
  } finally {
    restoreFiles(workspace);
    await runs.build(changedFilesOf(mutant));
  }
}

/** Compares every selection for the applied mutant with a full run. */
async function compareWithFullRun(
  mutant: Mutant,
  checked: CheckedWorkspace,
): Promise<Omit<MutantResult, 'kind' | 'file' | 'line' | 'diff'>> {
  const { runs, baseline, collectMutants } = checked;
  const changedFiles = changedFilesOf(mutant);
  const { environment } = mutant;
  const { own, unanswered } = await selectOwn(changedFiles, checked, environment);
  const others = await selectOthers(changedFiles, checked);
  const run = await runs.runTests(changedFiles, environment);
  const outcomes = readOutcomes(run);
  const resultOf = (selection: CountedSelection): SelectionResult => {
    const { selected, total } = selection;
    return { selected, total, missed: findMissed(outcomes, baseline, selection) };
  };
  const first = resultOf(own);
  const flaky =
    first.missed.length === 0
      ? []
      : findFlaky(first.missed, readOutcomes(await runs.runTests(changedFiles, environment)));
  const failing = [...outcomes.failing].filter((key) => !baseline.failing.has(key));
  const stillFailing = first.missed.length === 0 && flaky.length === 0 ? failing : [];
  const passedWrongly =
    collectMutants && stillFailing.length > 0 ? await findPassed(stillFailing, checked, environment) : [];
  return {
    failing,
    failedProjects: outcomes.failedProjects,
    killed: failing.length > 0 || outcomes.failedProjects.length > 0,
    timedOut: run.timedOut,
    unanswered,
    flaky,
    testmon: {
      ...first,
      missed: [
        ...first.missed.filter((name) => !flaky.includes(name)),
        ...passedWrongly.map((key) => `${key}, which passed when it was selected`),
      ],
    },
    others: Object.fromEntries(
      Object.entries(others).map(([name, selection]) => [name, resultOf(selection)]),
    ),
  };
}

/** The test files that are selected both before and after a build, and the projects without a selection. */
async function selectOwn(
  changedFiles: readonly string[],
  { commands, runs, baseline: { testFiles } }: CheckedWorkspace,
  environment: Variables | undefined,
): Promise<{ readonly own: CountedSelection; readonly unanswered: readonly string[] }> {
  const beforeBuild = runs.isBuilt(changedFiles) ? await commands.select(environment) : undefined;
  await runs.build(changedFiles);
  const answers = await commands.select(environment);
  // A test file must be selected before the build as well as after it.
  const own = [answers, ...(beforeBuild ? [beforeBuild] : [])]
    .map((one) => ownSelection(testFiles, one))
    .reduce(inBoth(testFiles));
  const projects = new Set([...testFiles.values()].map(({ project }) => project));
  return { own, unanswered: [...projects].filter((project) => !answers.has(project)) };
}

async function selectOthers(
  changedFiles: readonly string[],
  { commands, graph, baseline, peers }: CheckedWorkspace,
): Promise<Record<string, CountedSelection>> {
  const { testFiles } = baseline;
  const { findRelated } = commands;
  return {
    'whole projects': affectedSelection(testFiles, graph, changedFiles),
    ...(peers
      ? { 'vitest related': await relatedSelection(testFiles, graph, changedFiles, findRelated) }
      : {}),
  };
}

/**
 * Runs the selection and stores the results. Failing test files must then be selected again, like every
 * failed test file. One that is not selected has passed with stale state.
 *
 * @param failing keys of test files that fail in a run of the test runner itself
 */
async function findPassed(
  failing: readonly string[],
  { commands, baseline }: CheckedWorkspace,
  environment: Variables | undefined,
): Promise<readonly string[]> {
  const projects = failing
    .map((key) => baseline.testFiles.get(key)?.project)
    .filter((one) => one !== undefined);
  await commands.collect({ projects: [...new Set(projects)], environment });
  const again = ownSelection(baseline.testFiles, await commands.select(environment));
  return failing.filter((key) => !again.isSelected(key));
}
