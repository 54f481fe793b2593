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

/** How one test file ran. */
export interface ExecutedTestFile {
  /** Its suite, as it is after the run. */
  readonly suite: SuiteState;
  readonly result: TestFileResult;
  readonly run: RunResult;
  /** As they are after the run. */
  readonly files: WorkspaceFiles;
  /** Paths of all modules that the run loaded. */
  readonly loadedModules: ReadonlySet<string>;
  readonly loadedTexts: LoadedTextComparison;
}

/**
 * The executed blocks of a test file, those of the sources of what a build wrote among them; `undefined` where nothing
 * is known of them.
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
  // A package may have an output for `import` and one for `require`, of which the run loads one.
  for (const path of reachable)
    if (!loaded.has(path) && isOutput(executed, path)) executedBlocks.set(path, new Set());
  return withExecutionOfSources(graph, {
    executedBlocks,
    modules: [...reachable, ...loaded],
    mayRunUnseen: (path) => loaded.has(path) || loadedTexts.wasLoaded(path),
  });
}

/**
 * Whether it is known which modules a test file loaded. Two loaders may load the same output, and then both must report
 * it. What a process runs that was started is not known, and an output is no file of a project that counts for it.
 */
function isExecutionOfOutputsKnown({ suite, result }: ExecutedTestFile): boolean {
  if (modulesLoadedBy(result) === undefined) return false;
  const { reads, testFile } = result;
  return reads
    ? !hasScope(reads.fallbacks, 'project')
    : suite.dependencies.codeFallbacks(testFile.path).length === 0;
}

/** Whether a build wrote a file: git ignores it, and its sources are known or an import leads to it. */
function isOutput({ suite, files, result }: ExecutedTestFile, path: string): boolean {
  const { graph } = suite.analysis;
  if (files.isListed(path) || graph.model(path) === undefined) return false;
  return graph.sourcesOf(path).length > 0 || suite.dependencies.of(result.testFile.path).modules.has(path);
}

/** Every module that a test file loaded; `undefined` where that is not known. */
function modulesLoadedBy(result: TestFileResult): ReadonlySet<string> | undefined {
  const { loaded, loads } = result.reads ?? {};
  if (loaded && loads) return new Set([...loaded, ...loads.byNode]);
  return result.loadedTextsAreComplete === true ? new Set(Object.keys(result.loadedTexts ?? {})) : undefined;
}
