import {
  type Analysis,
  createAnalysis,
  type CurrentState,
  digestRoots,
  type EnvironmentVariables,
  executionOf,
  type Fact,
  type Fallback,
  findSuiteDependencies,
  type Fingerprint,
  joinWorkspacePath,
  matches,
  type EnvironmentKey,
  type ModuleGraph,
  type Problem,
  type Project,
  type Suite,
  type SuiteDependencies,
  type SuiteRoots,
  type SuiteTestFile,
  type TestDependencies,
  type TestExecution,
  traceDependencies,
  type TraceEntry,
} from '@nx-testmon/core';
import { createModuleGraph, findTestFiles, isJsonPath, type WorkspaceFiles } from '@nx-testmon/graph';
import type { TestRunner } from '@nx-testmon/runner';
import type { TaskStore } from '../../store/task-store';
import type { Task } from '../task';
import { setupRoots } from './setup-roots';

/** A suite in the current workspace: its test files, and their dependencies. */
export interface SuiteState {
  readonly suite: Suite;
  readonly testFiles: readonly SuiteTestFile[];
  /** The workspace as the modules of this suite resolve it. */
  readonly analysis: Analysis;
  /** The dependencies of each test file, found on request. */
  readonly dependencies: SuiteDependencies;
  /** Parts of the workspace that could not be read, of those that the graph has needed so far. */
  readonly problemsSoFar: () => readonly Problem[];
  /** Describes where the traversals for its test files start. */
  readonly roots: string;
  /** Modules of the test runner's configuration. */
  readonly configurations: readonly string[];
  /**
   * The versions of a package that count for the suite.
   *
   * @param request as core's `formatPackageRequest` writes it
   */
  readonly packageVersions: (request: string) => readonly string[];
}

export interface SuiteToRead {
  readonly task: Task;
  readonly project: Project;
  readonly runner: TestRunner;
  readonly suite: Suite;
  readonly configs: readonly string[];
  readonly declared: readonly Fingerprint[];
  readonly files: WorkspaceFiles;
  readonly store: Pick<TaskStore, 'names'>;
  /** Environment variables of the tests. */
  readonly env: EnvironmentVariables;
}

/** Finds the test files of a suite. */
export function readSuite(toRead: SuiteToRead): SuiteState {
  const { task, runner, suite, files, store, env } = toRead;
  const graph = createModuleGraph({
    files,
    workspace: task.workspace,
    project: task.project,
    context: suite,
    ignoredPackages: task.options.ignoreDependencies,
    env,
  });
  const analysis = createAnalysis(graph, store.names);
  const testFiles = testFilesOf(task.workspace.root, suite, runner);
  const roots = rootsOf(toRead, graph);
  return {
    suite,
    testFiles,
    analysis,
    problemsSoFar: () => [...graph.problems],
    dependencies: findSuiteDependencies(analysis, roots, testFiles),
    roots: digestRoots(suite, roots, files.modelVersion),
    configurations: roots.configurations?.modules ?? [],
    packageVersions: (request) => graph.packageVersions(request),
  };
}

/** The dependencies of a test file if it executes and reads the same again. */
export function executedDependenciesOf(
  { suite, dependencies }: SuiteState,
  testFile: string,
): (execution: TestExecution) => TestDependencies {
  return (execution) => dependencies.executedDependencies(testFile, executionInSuite(suite, execution));
}

/**
 * The fallbacks of a test file for code that can't be followed: in the code that it executed, or without an
 * execution, in all its code.
 */
export function codeFallbacksOf(
  { suite, dependencies }: SuiteState,
  testFile: string,
  execution: TestExecution | undefined,
): readonly Fallback[] {
  return dependencies.codeFallbacks(testFile, execution && executionInSuite(suite, execution));
}

/**
 * If a test file shares modules with others, it is unknown which blocks it executed: it depends on everything
 * that it can reach. An execution in isolation does not show its reads.
 */
function executionInSuite({ isolate }: Suite, execution: TestExecution): TestExecution {
  if (isolate) return execution;
  const { executedBlocks, reads, variables = new Set() } = execution;
  return { ...(reads && !executedBlocks ? { reads } : {}), variables };
}

/** The state that the facts of a test file are compared with. Traversals are done on request. */
export function currentStateOf(
  suite: SuiteState,
  testFile: string,
  environment: EnvironmentKey,
): CurrentState {
  const executed = executedDependenciesOf(suite, testFile);
  return {
    environment,
    get hashes() {
      return suite.dependencies.of(testFile).hashes;
    },
    executedDependencies: (execution) => executed(execution).hashes,
  };
}

/** Whether the trace of a traversal for this test file can replace the traversal. */
export function keepsTrace({ suite }: SuiteState, { types }: SuiteTestFile): boolean {
  return suite.isolate && !types;
}

/**
 * The dependency trace of the traversal for a fact; `undefined` if the traversal currently finds other
 * dependencies, or if its trace can't be stored.
 */
export function traceOfFact(
  state: SuiteState,
  testFile: SuiteTestFile,
  fact: Fact,
): readonly TraceEntry[] | undefined {
  const execution = keepsTrace(state, testFile) ? executionOf(fact) : undefined;
  const found = execution && executedDependenciesOf(state, testFile.testFile)(execution);
  if (!found || !matches(fact, found.hashes)) return undefined;
  return traceDependencies(state.analysis, fact, found.modules, state.roots);
}

/** The starting points of the traversals for all test files of a suite. */
function rootsOf(
  { task, project, runner, suite, configs, declared, files }: SuiteToRead,
  graph: ModuleGraph,
): SuiteRoots {
  const { transformConfigName } = runner;
  const transformConfigs = transformConfigName
    ? files.paths.filter((path) => transformConfigName.test(path))
    : [];
  const starts = setupRoots({
    graph,
    workspaceRoot: task.workspace.root,
    suite,
    runner,
    configs: { runner: configs, transforms: transformConfigs },
  });
  const { configurations, setup, setupFiles } = starts;
  const around = [...configurations.modules, ...setup];
  return {
    ...starts,
    project: project.name,
    snapshots: suite.snapshots,
    extensions: suite.extensions,
    declared,
    linksNames: suite.linksNames === true,
    keepsImports: suite.keepsImports === true,
    typed: suite.checksTypes === true ? [...around, ...setupFiles] : [],
    typeConfigs: [
      suite.typecheck.tsconfig ?? joinWorkspacePath(suite.root, 'tsconfig.json'),
      ...(suite.checksTypes === true ? around.filter(isJsonPath) : []),
    ],
  };
}

/** Each test file once. It is a type test if it is found as one anywhere. */
function testFilesOf(workspaceRoot: string, suite: Suite, { syntax }: TestRunner): SuiteTestFile[] {
  const types = new Map<string, boolean>();
  for (const { path, kind } of findTestFiles(workspaceRoot, suite, syntax)) {
    types.set(path, types.get(path) === true || kind === 'typecheck');
  }
  return [...types]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([testFile, isTyped]) => ({ testFile, types: isTyped || suite.checksTypes === true }));
}
