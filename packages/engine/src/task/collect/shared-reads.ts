import { joinReadTraces, type ModuleGraph, type ReadTrace, type TestFileReads } from '@nx-testmon/core';
import type { ExecutedTestFile } from './executed-blocks';
import { readsWithoutConfiguration } from './reads-without-configuration';

/**
 * The reads of a test file that shares modules with other test files of its process, including reads of
 * earlier test files whose results may still be in memory; `undefined` if they are unknown.
 *
 * The dependency graph determines which modules the test file loads, because other test files may have caused
 * the loads of the process. If the code loads modules by computed names, the reads are therefore unknown.
 */
export function sharedReads(executed: ExecutedTestFile): TestFileReads | undefined {
  const { suite, result } = executed;
  const { path } = result.testFile;
  const trace = withImportedTestFiles(executed);
  if (trace?.includesEarlierTestFiles !== true) return undefined;
  const reads = withoutModules(trace, suite.analysis.graph);
  const found = readsWithoutConfiguration({ ...executed, result: { ...result, reads } }, undefined);
  if (found?.reads.isComplete !== true) return undefined;
  return suite.dependencies.loadedModules(path, { reads: found.reads }).needsTracedLoads ? undefined : found;
}

/** A test file that imports another one also depends on the reads of that one. */
function withImportedTestFiles({ suite, result, run }: ExecutedTestFile): ReadTrace | undefined {
  const { path, suite: name } = result.testFile;
  const { modules } = suite.dependencies.of(path);
  const imported = run.results.filter(
    ({ testFile }) => testFile.suite === name && testFile.path !== path && modules.has(testFile.path),
  );
  let joined = result.reads;
  for (const { reads } of imported) joined = joined && reads && joinReadTraces(joined, reads);
  return joined;
}

function withoutModules({ loads: _, ...trace }: ReadTrace, graph: ModuleGraph): ReadTrace {
  const modules = Object.entries(trace.modules).filter(([path]) => graph.model(path) === undefined);
  return { ...trace, modules: Object.fromEntries(modules), loaded: [] };
}
