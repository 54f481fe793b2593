import {
  type ExecutedBlocks,
  readsOfTestFile,
  type ReadTrace,
  type TestFileReads,
  type TracedLoads,
} from '@nx-testmon/core';
import type { ExecutedTestFile } from './executed-blocks';

interface Traces {
  /** Reads of the test file's process. */
  readonly own: ReadTrace;
  /** Reads of the test runner's own process for all test files. */
  readonly runner: ReadTrace;
}

/**
 * The reads of a test file, without the modules that only the test runner loaded as its configuration: the
 * traversal determines which of them count.
 */
export function readsWithoutConfiguration(
  { suite, result, run, loadedModules }: ExecutedTestFile,
  executedBlocks: ExecutedBlocks | undefined,
): TestFileReads | undefined {
  const { reads: own, testFile, collected } = result;
  const runner = run.reads;
  if (own === undefined) return undefined;
  const all = readsOfTestFile(own, runner, loadedModules);
  if (runner === undefined) return all;
  const execution = { ...(executedBlocks ? { executedBlocks } : {}), reads: all.reads };
  const { configurations, needsTracedLoads } = suite.dependencies.loadedModules(testFile.path, execution);
  const isConfiguration = (path: string) => configurations.has(path) && path in runner.modules;
  if (![...configurations].some(isConfiguration)) return all;
  const traces = { own, runner: withoutModules(runner, isConfiguration) };
  // If a process runs no test file, its loaded modules are known.
  if (runner.loaded !== undefined) return readsOfTestFile(own, traces.runner, loadedModules);
  // A load by a computed path of a module without probes leaves no other sign.
  if (needsTracedLoads) return readsOfTestFile(own, traces.runner, loadedModules);
  const { graph } = suite.analysis;
  const shared = withoutShared({ ...traces, runner }, Object.keys(collected ?? {}), {
    isConfiguration,
    targetsOf: (module, specifier) => graph.resolve(module, specifier).modules,
  });
  return readsOfTestFile(shared, traces.runner, loadedModules);
}

interface SharedModules {
  readonly isConfiguration: (path: string) => boolean;
  readonly targetsOf: (module: string, specifier: string) => readonly string[];
}

/**
 * Removes the configuration from the traces of test files that run in the test runner's own process, which
 * loads it before them. If a test file loads it too, its loads or probes show that. A manifest has no probes,
 * so nothing shows its load.
 */
function withoutShared(
  { own, runner }: Traces,
  collected: readonly string[],
  { isConfiguration, targetsOf }: SharedModules,
): ReadTrace {
  if (own.loads === undefined || runner.loads === undefined) return own;
  const leadsThere = (module: string, specifier: string) =>
    (isConfiguration(module) && !collected.includes(module)) ||
    targetsOf(module, specifier).some(isConfiguration);
  const loads = withoutLoads(own.loads, runner.loads, { isConfiguration, leadsThere });
  const loadedByTest = new Set([
    ...collected,
    ...loads.byNode,
    ...Object.entries(loads.specifiers).flatMap(([module, all]) =>
      all.flatMap((specifier) => targetsOf(module, specifier)),
    ),
  ]);
  const isLeftOut = (path: string) =>
    isConfiguration(path) && !loadedByTest.has(path) && !path.endsWith('package.json');
  return { ...withoutModules(own, isLeftOut), loads };
}

function withoutModules(trace: ReadTrace, isLeftOut: (path: string) => boolean): ReadTrace {
  const { loaded } = trace;
  return {
    ...trace,
    modules: Object.fromEntries(Object.entries(trace.modules).filter(([path]) => !isLeftOut(path))),
    ...(loaded && { loaded: loaded.filter((path) => !isLeftOut(path)) }),
  };
}

interface LoadFilter {
  readonly isConfiguration: (path: string) => boolean;
  readonly leadsThere: (module: string, specifier: string) => boolean;
}

/** The loads of a test file without the earlier loads of the test runner. */
function withoutLoads(
  loads: TracedLoads,
  runner: TracedLoads,
  { isConfiguration, leadsThere }: LoadFilter,
): TracedLoads {
  const wasUsed = (module: string, specifier: string) =>
    runner.specifiers[module]?.includes(specifier) === true && leadsThere(module, specifier);
  const left = Object.entries(loads.specifiers).map(
    ([module, all]) => [module, all.filter((specifier) => !wasUsed(module, specifier))] as const,
  );
  return {
    ...loads,
    specifiers: Object.fromEntries(left.filter(([, all]) => all.length > 0)),
    byNode: loads.byNode.filter((path) => !(runner.byNode.includes(path) && isConfiguration(path))),
  };
}
