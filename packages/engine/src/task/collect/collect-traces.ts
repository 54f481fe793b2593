import { digest, type Fact, factKey, type TraceEntry, testFileKey } from '@nx-testmon/core';
import type { FactTrace } from '@nx-testmon/store';
import { traceOfFact } from '../read-task/read-suite';
import type { TaskState } from '../read-task/read-task';
import type { DecidedTestFile } from '../select-tests/decide-test-files';
import type { TestSelection } from '../select-tests/apply-decisions';
import type { TaskStore } from '../../store/task-store';

/** The trace of a fact as the store keeps it; empty without a trace. */
export function toFactTraces(fact: Fact, trace: readonly TraceEntry[] | undefined): FactTrace[] {
  return trace ? [{ factKey: digest(factKey(fact)), entries: trace }] : [];
}

/**
 * Collects the dependency traces of skipped test files, so that the next task does not need to repeat the
 * traversals. They are repeated here after the run and request the same as before it, because a task reads
 * each file and path once and keeps the result.
 */
export function collectTracesOfSkipped(
  { suites, environment }: TaskState,
  { selected, skipped }: TestSelection,
  store: Pick<TaskStore, 'factsOf'>,
): FactTrace[] {
  const decided = new Map([...selected, ...skipped].map((one) => [testFileKey(one.testFile), one]));
  return suites.flatMap((state) =>
    state.testFiles.flatMap((testFile) => {
      const id = { suite: state.suite.id, path: testFile.testFile };
      if (!isSkippedByTraversal(decided.get(testFileKey(id)))) return [];
      for (const fact of store.factsOf(id)) {
        if (fact.environment !== environment) continue;
        const traces = toFactTraces(fact, traceOfFact(state, testFile, fact));
        if (traces.length > 0) return traces;
      }
      return [];
    }),
  );
}

function isSkippedByTraversal(file: DecidedTestFile | undefined): boolean {
  return file !== undefined && file.isTraversed && file.decision.kind === 'skipped';
}
