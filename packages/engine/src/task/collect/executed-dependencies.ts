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

/** The dependencies of a test file by its execution and reads. */
export interface ExecutedDependencies {
  readonly fingerprints: readonly Fingerprint[];
  readonly execution: FactExecution;
  /** True where all reads are known and nothing was executed outside the test's process. */
  readonly isComplete: boolean;
  /** Something that was read is no longer what it was. */
  readonly hasChanged: boolean;
  /** Fallbacks that were observed in the run. */
  readonly fallbacks: readonly Fallback[];
}

/** Finds the dependencies of a test file by its execution and reads; `undefined` if nothing is known of them. */
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

/** Compares what a test file depends on after the run with what it read. */
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
 * The reads of a test file with what it loaded by computed names. Where that is not known although its code loads
 * modules in this way, the reads are not complete.
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
 * Of a test file that shares modules with others: what it can reach, what it and the test files before it read, and the
 * variables that any of them read, because a module may keep the value for all.
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

/** Traces contain the folders of packages, but the versions count. */
function withRequests({ analysis }: SuiteState, followed: TestFileReads): TestFileReads {
  const { reads } = followed;
  const packages = new Set([...reads.packages].map((location) => analysis.graph.packageAt(location)));
  return { ...followed, reads: { ...reads, packages } };
}
