import { executionOf, type Failure, type Fact, SEEDED_AT, type TestDependencies } from '@nx-testmon/core';
import { findFallbacks, findWholeModules } from '../../task/select-tests/find-fallbacks';
import { locateFallbacks } from '../../task/select-tests/locate-fallbacks';
import { codeFallbacksOf, executedDependenciesOf, type SuiteState } from '../../task/read-task/read-suite';
import { whileSelected, type SelectedTask } from '../select-task';
import type { SelectedTestFile } from '../../task/described-selection';
import type { Task } from '../../task/task';
import type { TaskIo } from '../../task/task-io';
import { findChangePath } from '../../task/report/change-path';
import { sortByKind } from './group-dependencies';
import { findModuleImports, type ModuleImports } from './module-imports';
import type { ExplainedRun, TestFileExplanation } from './test-file-explanation';

/** A test file of one suite, explained. */
export interface ExplainedTestFile {
  readonly explanation: TestFileExplanation;
  /** The imports between the modules that it loads; empty if they were not requested. */
  readonly imports: ModuleImports;
}

export interface TestFileToExplain {
  /** Relative to the workspace root. */
  readonly testFile: string;
  /** Whether to find the imports between modules. */
  readonly withImports: boolean;
}

/**
 * Explains why a test file would or would not run, and what it depends on, once for each suite of the task
 * that contains it. Runs no test and writes nothing.
 */
export function explainTestFile(
  task: Task,
  { testFile, withImports }: TestFileToExplain,
  io: TaskIo,
): Promise<{ readonly ok: true; readonly explained: readonly ExplainedTestFile[] } | Failure> {
  return whileSelected(task, io, (selected) => {
    const { selection } = selected;
    const explainAll = (files: readonly SelectedTestFile[], isSelected: boolean) =>
      files
        .filter((one) => one.testFile.path === testFile)
        .map((file) => explain(file, { isSelected, withImports }, selected));
    return {
      ok: true,
      explained: [...explainAll(selection.selected, true), ...explainAll(selection.skipped, false)],
    } as const;
  });
}

type ExplainRules = Pick<TestFileExplanation, 'isSelected'> & Pick<TestFileToExplain, 'withImports'>;

function explain(
  { testFile, decision, reason }: SelectedTestFile,
  { isSelected, withImports }: ExplainRules,
  { selection, state, session }: SelectedTask,
): ExplainedTestFile {
  const { path } = testFile;
  const suite = state.suites.find((one) => one.suite.id === testFile.suite);
  if (!suite) throw new Error(`${path} is selected in a suite that was not read: ${testFile.suite}`);
  const fact = session.store.newestFact(testFile, state.environment);
  const fallbacks = locateFallbacks(state.files, fallbacksOf(suite, path, fact));
  const known = dependenciesOf(suite, path, fact);
  const { graph } = suite.analysis;
  const dependencies = known.executed ?? known.reachable;
  const explanation: TestFileExplanation = {
    project: selection.project,
    target: selection.target,
    suite: testFile.suite,
    file: path,
    isSelected,
    decision,
    reason,
    ...(fact && fact.endedAt !== SEEDED_AT ? { lastRun: runOf(fact) } : {}),
    changes:
      decision.kind === 'changed'
        ? decision.blocks.map((block) => findChangePath(block, fallbacks, known))
        : [],
    dependencies: sortByKind({
      dependencies,
      configurations: configurationsOf(suite, dependencies),
      execution: known.execution,
      modelOf: (module) => graph.model(module),
      versionsOf: suite.packageVersions,
    }),
    fallbacks,
  };
  const imports = withImports ? findModuleImports(graph, dependencies) : new Map<string, string[]>();
  return { explanation, imports };
}

function runOf({ outcome, durationMs, endedAt }: Fact): ExplainedRun {
  return { outcome, durationMs, endedAt };
}

/** The execution in a fact, and the dependencies of the test file if it executes the same code again. */
export function dependenciesOf(suite: SuiteState, testFile: string, fact: Fact | undefined) {
  const recorded = fact && executionOf(fact);
  const executed: TestDependencies | undefined =
    recorded && executedDependenciesOf(suite, testFile)(recorded);
  return {
    executed,
    // Test files that share modules execute code that others have loaded.
    execution: suite.suite.isolate ? recorded : undefined,
    // Computed only on request, because it needs its own traversal.
    get reachable(): TestDependencies {
      return suite.dependencies.of(testFile);
    },
  };
}

/** Traversals can only distinguish configurations from other modules if all reads are known. */
function configurationsOf(suite: SuiteState, { configurations }: TestDependencies): ReadonlySet<string> {
  return configurations.size > 0 ? configurations : new Set(suite.configurations);
}

function fallbacksOf(suite: SuiteState, path: string, fact: Fact | undefined) {
  const testFile = suite.testFiles.find((one) => one.testFile === path);
  if (!fact || !testFile) return codeFallbacksOf(suite, path, undefined);
  return [...findFallbacks(suite, testFile, fact), ...findWholeModules(suite, fact)];
}
