import {
  createCurrentTrace,
  createAnalysis,
  digestRoots,
  type Fact,
  type Fingerprint,
  findSuiteDependencies,
  traceDependencies,
  lockfileNames,
  matches,
  type ModuleGraph,
  type Project,
  type TestExecution,
  executionOf,
  type Suite,
  type SuiteRoots,
  type SuiteTestFile,
  type TestDependencies,
  type TraceEntry,
} from '@nx-testmon/core';
import { createModuleGraph, findTestFiles, MODEL_VERSION, type WorkspaceFiles } from '@nx-testmon/graph';
import { describeDecision } from '../report/reason';
import type { TestRunner } from '@nx-testmon/runner';
import { setupRoots } from './setup-roots';
import type { SelectedTestFile, Task } from '../task';
import type { TaskStore } from '../store/task-store';

/** A test file of a suite, with what it depends on. */
export interface PreparedTestFile extends SelectedTestFile {
  /** What it could reach at the time when this is first asked for: whoever wants to know it later asks before. */
  readonly dependencies: () => TestDependencies;
  /** What it depends on if it runs like this; absent where test files share modules. */
  readonly narrowed?: (ran: TestExecution) => TestDependencies;
  /** True where the decision took walks, because no fact that decides says what its walk had asked. */
  readonly isWalked: boolean;
  /** What the walk for a fact asks; `undefined` where the fact is not what it finds, or where that can't be kept. */
  readonly inputsOf: (fact: Fact) => readonly TraceEntry[] | undefined;
}

export interface SuiteToPrepare {
  readonly task: Task;
  readonly project: Project;
  readonly runner: TestRunner;
  readonly suite: Suite;
  readonly configs: readonly string[];
  readonly environment: string;
  readonly declared: readonly Fingerprint[];
  readonly files: WorkspaceFiles;
  readonly store: TaskStore;
}

/** Finds the test files of a suite, compares them with their facts, and decides. */
export function prepareSuite(given: SuiteToPrepare): PreparedTestFile[] {
  const { task, suite, environment, files, store } = given;
  const graph = createModuleGraph({
    files,
    workspace: task.workspace,
    context: suite,
    ignoredPackages: task.options.ignoreDependencies,
  });
  const analysis = createAnalysis(graph, store.names);
  const found = testFilesOf(task.workspace.root, suite);
  const roots = rootsOf(given, graph);
  const described = digestRoots(suite, roots, MODEL_VERSION);
  const judge = store.judging(
    createCurrentTrace(analysis, described, (path, hash) => files.formerModel(path, hash)),
  );
  const dependencies = findSuiteDependencies(analysis, roots, found);

  function prepareTestFile({ testFile, types }: SuiteTestFile): PreparedTestFile {
    const narrowed = (ran: TestExecution) => dependencies.executedDependencies(testFile, ran);
    const keepsInputs = suite.isolate && !types;
    const judged = keepsInputs ? judge(suite.id, testFile, environment) : undefined;
    const decision =
      judged ??
      store.decide(suite.id, testFile, {
        environment,
        get hashes() {
          return dependencies.of(testFile).hashes;
        },
        ...(suite.isolate ? { executedDependencies: (ran) => narrowed(ran).hashes } : {}),
      });
    return {
      file: testFile,
      suite: suite.id,
      decision,
      reason: describeDecision(decision),
      dependencies: () => dependencies.of(testFile),
      ...(suite.isolate ? { narrowed } : {}),
      isWalked: judged === undefined,
      inputsOf(fact) {
        const ran = keepsInputs ? executionOf(fact) : undefined;
        const walked = ran && narrowed(ran);
        if (!walked || !matches(fact, walked.hashes)) return undefined;
        return traceDependencies(analysis, fact, walked.modules, described);
      },
    };
  }

  return found.map(prepareTestFile);
}

/** Where the walks of all test files of a suite start. */
function rootsOf(
  { task, project, runner, suite, configs, declared, files }: SuiteToPrepare,
  graph: ModuleGraph,
): SuiteRoots {
  const { transformConfigName } = runner;
  const transformConfigs = transformConfigName
    ? files.paths.filter((path) => transformConfigName.test(path))
    : [];
  const { setup, packages } = setupRoots(graph, task.workspace.root, suite, runner, [
    ...configs,
    ...transformConfigs,
  ]);
  const lockfiles = lockfileNames.filter((name) => files.contentHash(name) !== undefined);
  return {
    project: project.name,
    setup,
    packages,
    snapshots: suite.snapshots,
    declared,
    linksNames: suite.linksNames === true,
    keepsImports: suite.keepsImports === true,
    // Types come from packages too, and those of `@types` are imported by nobody.
    ...(suite.checksTypes ? { typed: [...setup, ...lockfiles] } : {}),
  };
}

/** Each test file once; a type test is one wherever it is found as such. */
function testFilesOf(workspaceRoot: string, suite: Suite): SuiteTestFile[] {
  const types = new Map<string, boolean>();
  for (const { path, kind } of findTestFiles(workspaceRoot, suite)) {
    types.set(path, types.get(path) === true || kind === 'typecheck');
  }
  return [...types]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([testFile, isTyped]) => ({ testFile, types: isTyped || suite.checksTypes === true }));
}
