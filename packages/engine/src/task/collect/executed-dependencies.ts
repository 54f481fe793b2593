import {
  type ExecutedBlocks,
  type Fallback,
  type FactExecution,
  type Fingerprint,
  isStateAsRead,
  modulesOfTestFile,
  sortFallbacks,
  type TestExecution,
  type TestFileReads,
  toFactExecution,
  withObservedLoads,
} from '@nx-testmon/core';
import { executedDependenciesOf, type SuiteState } from '../read-task/read-suite';
import { readsWithoutConfiguration } from './reads-without-configuration';
import { executedBlocksOf, type ExecutedTestFile } from './executed-blocks';
import { sharedReads } from './shared-reads';

/** The dependencies of a test file according to its execution and reads. */
export interface ExecutedDependencies {
  readonly fingerprints: readonly Fingerprint[];
  readonly execution: FactExecution;
  /** True if all reads are known and nothing was executed outside of the test's process. */
  readonly isComplete: boolean;
  /** Something that was read has changed. */
  readonly hasChanged: boolean;
  /** Fallbacks that were observed in the run. */
  readonly fallbacks: readonly Fallback[];
}

/** Finds the dependencies of a test file by its execution and reads; `undefined` if these are unknown. */
export function findExecutedDependencies(executed: ExecutedTestFile): ExecutedDependencies | undefined {
  const { suite, result } = executed;
  if (!suite.suite.isolate) return findSharedDependencies(executed);
  const executedBlocks = executedBlocksOf(executed);
  const attributed = readsWithoutConfiguration(executed, executedBlocks);
  const followed = attributed && withRequests(suite, attributed);
  if (!executedBlocks && !followed) return undefined;
  const observed = followed && withLoads(suite, result.testFile.path, followed, executedBlocks);
  const execution: TestExecution = {
    ...(executedBlocks ? { executedBlocks } : {}),
    ...(observed ? { reads: observed.reads } : {}),
    variables: followed?.variables ?? new Set(),
  };
  return { ...compareWithReads(executed, execution, followed), fallbacks: observed?.fallbacks ?? [] };
}

/** Compares the dependencies of a test file after the run with what it read. */
function compareWithReads(
  { suite, result }: ExecutedTestFile,
  execution: TestExecution,
  followed: TestFileReads | undefined,
): Omit<ExecutedDependencies, 'fallbacks'> {
  const fingerprints: Fingerprint[] = [];
  let hasChanged = false;
  for (const [block, hash] of executedDependenciesOf(suite, result.testFile.path)(execution).hashes) {
    const isAsRead = (followed?.states.get(block) ?? []).every((state) => isStateAsRead(hash, state));
    if (isAsRead) fingerprints.push({ block, hash });
    else if (followed?.wasCreated(block) !== true) hasChanged = true;
  }
  const { reads } = execution;
  const isComplete = reads?.isComplete === true && !reads.fallback;
  return { fingerprints, execution: toFactExecution(execution), isComplete, hasChanged };
}

/**
 * Adds the modules that a test file loaded by computed names to its reads. If these are unknown although its
 * code has such loads, the reads are incomplete.
 */
function withLoads(
  suite: SuiteState,
  testFile: string,
  followed: TestFileReads,
  executedBlocks: ExecutedBlocks | undefined,
): Pick<TestFileReads, 'reads' | 'fallbacks'> {
  const { reads, loads } = followed;
  const execution = { ...(executedBlocks ? { executedBlocks } : {}), reads };
  const found = suite.dependencies.loadedModules(testFile, execution);
  if (loads) {
    const known = { modules: modulesOfTestFile(found), executedBlocks };
    return { ...followed, reads: withObservedLoads(suite.analysis.graph, reads, loads, known) };
  }
  if (!found.needsTracedLoads) return followed;
  return {
    reads: { ...reads, isComplete: false },
    fallbacks: sortFallbacks([...followed.fallbacks, { kind: 'loads-unknown' }]),
  };
}

/**
 * Finds the dependencies of a test file that shares modules with others: what it can reach, what it and the
 * test files before it read, and the variables that any of them read, because a module may keep a value for
 * all.
 */
function findSharedDependencies(executed: ExecutedTestFile): ExecutedDependencies | undefined {
  const { suite, result, run } = executed;
  const sharing = run.results.filter(({ testFile }) => testFile.suite === result.testFile.suite);
  const traces = [run.reads, ...sharing.map(({ reads }) => reads)];
  const variables = new Set(traces.flatMap((trace) => trace?.variables ?? []));
  const shared = sharedReads(executed);
  const followed = shared && withRequests(suite, shared);
  if (!followed && variables.size === 0) return undefined;
  const execution: TestExecution = { ...(followed ? { reads: followed.reads } : {}), variables };
  return { ...compareWithReads(executed, execution, followed), fallbacks: followed?.fallbacks ?? [] };
}

/** Traces contain the folders of packages, but dependencies are their versions. */
function withRequests({ analysis }: SuiteState, followed: TestFileReads): TestFileReads {
  const { reads } = followed;
  const packages = new Set([...reads.packages].map((location) => analysis.graph.packageAt(location)));
  return { ...followed, reads: { ...reads, packages } };
}
