import {
  type Decision,
  type Failure,
  findFlaky,
  type FlakyTestFile,
  SEEDED_AT,
  type TestFileId,
  type TestFileKey,
  testFileKey,
} from '@nx-testmon/core';
import { type CauseDiagnosis, diagnose } from '../doctor/diagnose-task';
import { dependenciesOf } from '../explain/explain-test-file';
import type { ExplainedRun } from '../explain/test-file-explanation';
import { locateFallbacks } from '../../task/select-tests/locate-fallbacks';
import { type ChangePath, findChangePath } from '../../task/report/change-path';
import { type SelectedTask, whileSelected } from '../select-task';
import type { SelectedTestFile } from '../../task/described-selection';
import type { Task } from '../../task/task';
import type { TaskIo } from '../../task/task-io';
import type { TaskReader } from '../while-read';
import { type FileCost, FileCosts } from './file-costs';

/** Whether a test file would run now, and what is known about it. */
export interface TestFileOverview extends TestFileId {
  readonly wouldRun: boolean;
  readonly decision: Decision;
  /** One line for people to read. */
  readonly reason: string;
  /** In any environment; absent if no run is stored. */
  readonly lastRun?: ExplainedRun;
  /** In any environment; absent if it is not known to be flaky. */
  readonly flaky?: FlakyTestFile;
  /** How many blocks have changed. */
  readonly changedBlocks: number;
  /** How the first changed blocks concern the test file. */
  readonly changes: readonly ChangePath[];
}

/** The test files that a task would run now, and their stored results. */
export interface TaskOverview {
  readonly project: string;
  readonly target: string;
  /** Name of the environment. */
  readonly environment: string;
  /** Title and version of the test runner. */
  readonly runner: string;
  readonly testFiles: readonly TestFileOverview[];
  /** Total duration of the test files that would be skipped, in ms. */
  readonly savedMs: number;
  /** How many test files have no facts in this environment. */
  readonly withoutFacts: number;
  /** Why nothing would be skipped, and other notes for the user. */
  readonly notes: readonly string[];
  /**
   * Why test files depend on more than they execute and read; the causes with the most test files come first.
   */
  readonly causes: readonly CauseDiagnosis[];
  /** The cost of editing each file; the most expensive first. */
  readonly files: readonly FileCost[];
}

/** For how many changed blocks of a test file a path is found. */
const pathsFound = 3;

/**
 * Reads what a report shows about a task. Runs no test and writes nothing.
 *
 * @param reader by default, the task is read for the overview alone
 */
export function readTaskOverview(
  task: Task,
  io: TaskIo,
  reader?: TaskReader,
): Promise<{ readonly ok: true; readonly overview: TaskOverview } | Failure> {
  const use = (selected: SelectedTask) => ({ ok: true, overview: toOverview(selected) }) as const;
  return whileSelected(task, io, use, reader);
}

function toOverview(selected: SelectedTask): TaskOverview {
  const { selection, session } = selected;
  const { project, target, environment, savedMs, notes } = selection;
  const known = findFlaky(session.store.codeResults());
  const flaky = new Map(known.map((one) => [testFileKey(one.testFile), one]));
  const testFiles = [
    ...selection.selected.map((file) => toTestFile(file, true, selected, flaky)),
    ...selection.skipped.map((file) => toTestFile(file, false, selected, flaky)),
  ];
  const { runner, withoutFacts, causes } = diagnose(selected);
  const files = findCosts(selected);
  return { project, target, environment, runner, testFiles, savedMs, withoutFacts, notes, causes, files };
}

function toTestFile(
  file: SelectedTestFile,
  wouldRun: boolean,
  selected: SelectedTask,
  flaky: ReadonlyMap<TestFileKey, FlakyTestFile>,
): TestFileOverview {
  const { testFile, decision, reason } = file;
  const known = flaky.get(testFileKey(testFile));
  const stored = selected.session.store.lastRun(testFile);
  return {
    ...testFile,
    ...{ wouldRun, decision, reason },
    ...(stored && {
      lastRun: { outcome: stored.outcome, durationMs: stored.durationMs, endedAt: stored.endedAt },
    }),
    ...(known && { flaky: known }),
    changedBlocks: decision.kind === 'changed' ? decision.blocks.length : 0,
    changes: findChanges(file, selected),
  };
}

function findChanges(file: SelectedTestFile, { state, session }: SelectedTask): ChangePath[] {
  const { decision } = file;
  if (decision.kind !== 'changed') return [];
  const fallbacks = locateFallbacks(state.files, file.fallbacks);
  const { suite: id, path } = file.testFile;
  const suite = state.suites.find((one) => one.suite.id === id);
  if (!suite) throw new Error(`${path} is selected in a suite that was not read: ${id}`);
  const fact = session.store.newestFact(file.testFile, state.environment);
  const dependencies = dependenciesOf(suite, path, fact);
  return decision.blocks.slice(0, pathsFound).map((block) => findChangePath(block, fallbacks, dependencies));
}

/** Uses the newest facts. Seeded facts contain everything that a test file can reach, and no durations. */
function findCosts({ state, session }: SelectedTask): FileCost[] {
  const costs = new FileCosts();
  for (const { suite, testFiles } of state.suites) {
    for (const { testFile } of testFiles) {
      const fact = session.store.newestFact({ suite: suite.id, path: testFile }, state.environment);
      if (fact && fact.endedAt !== SEEDED_AT) costs.add(fact);
    }
  }
  // Test files also depend on missing files, but creating a file is not an edit.
  return costs.list().filter(({ path }) => state.files.kindOf(path) === 'file');
}
