import {
  type ExecutedBlocks,
  hasScope,
  moduleText,
  type RunResult,
  type TestFileResult,
  withExecutionOfSources,
} from '@nx-testmon/core';
import type { WorkspaceFiles } from '@nx-testmon/graph';
import type { SuiteState } from '../read-task/read-suite';
import type { LoadedTextComparison } from './loaded-text-comparison';

/** The execution of one test file. */
export interface ExecutedTestFile {
  /** Its suite, in the state after the run. */
  readonly suite: SuiteState;
  readonly result: TestFileResult;
  readonly run: RunResult;
  /** The state after the run. */
  readonly files: WorkspaceFiles;
  /** Paths of all modules that the run loaded. */
  readonly loadedModules: ReadonlySet<string>;
  readonly loadedTexts: LoadedTextComparison;
}

/**
 * The executed blocks of a test file, including the blocks of sources whose build output was executed;
 * `undefined` if they are unknown.
 */
export function executedBlocksOf(executed: ExecutedTestFile): ExecutedBlocks | undefined {
  const { suite, result, files, loadedTexts } = executed;
  const { graph } = suite.analysis;
  const executedBlocks = new Map<string, ReadonlySet<string>>();
  const hasOutputs = isExecutionOfOutputsKnown(executed);
  for (const [path, names] of Object.entries(result.collected ?? {})) {
    if (!files.isListed(path) && !(hasOutputs && isOutput(executed, path))) continue;
    const known = new Set(graph.model(path)?.blocks.map(({ name }) => name));
    if (names.some((name) => name !== moduleText && !known.has(name))) return undefined;
    executedBlocks.set(path, new Set(names));
  }
  if (executedBlocks.size === 0) return undefined;
  const loaded = modulesLoadedBy(result);
  if (!hasOutputs || loaded === undefined) return executedBlocks;
  const reachable = suite.dependencies.of(result.testFile.path).modules;
  // A package may have one output for `import` and one for `require`. The run loads one of them.
  for (const path of reachable)
    if (!loaded.has(path) && isOutput(executed, path)) executedBlocks.set(path, new Set());
  return withExecutionOfSources(graph, {
    executedBlocks,
    modules: [...reachable, ...loaded],
    mayRunUnseen: (path) => loaded.has(path) || loadedTexts.wasLoaded(path),
  });
}

/**
 * Whether all loaded modules of a test file are known. Two loaders may load the same output; both must then
 * report their loads. The modules of a started process are unknown, and an output is not a project file that
 * would count for it.
 */
function isExecutionOfOutputsKnown({ suite, result }: ExecutedTestFile): boolean {
  if (modulesLoadedBy(result) === undefined) return false;
  const { reads, testFile } = result;
  return reads
    ? !hasScope(reads.fallbacks, 'project')
    : suite.dependencies.codeFallbacks(testFile.path).length === 0;
}

/**
 * Whether a file is a build output: git ignores it, and either its sources are known or an import resolves to
 * it.
 */
function isOutput({ suite, files, result }: ExecutedTestFile, path: string): boolean {
  const { graph } = suite.analysis;
  if (files.isListed(path) || graph.model(path) === undefined) return false;
  return graph.sourcesOf(path).length > 0 || suite.dependencies.of(result.testFile.path).modules.has(path);
}

/** Every module that a test file loaded; `undefined` if they are unknown. */
function modulesLoadedBy(result: TestFileResult): ReadonlySet<string> | undefined {
  const { loaded, loads } = result.reads ?? {};
  if (loaded && loads) return new Set([...loaded, ...loads.byNode]);
  return result.loadedTextsAreComplete === true ? new Set(Object.keys(result.loadedTexts ?? {})) : undefined;
}
