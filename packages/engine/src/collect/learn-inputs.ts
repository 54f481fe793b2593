import { digest, type Fact, factKey } from '@nx-testmon/core';
import type { FactTrace } from '@nx-testmon/store';
import type { PreparedTestFile } from '../read-task/prepare-suite';
import type { PreparedTask } from '../read-task/prepare-task';
import type { TaskStore } from '../store/task-store';

/** What the walk of a fact of this test file asks, to be kept beside the fact. */
export function inputsOfFact({ inputsOf }: PreparedTestFile, fact: Fact): readonly FactTrace[] {
  const inputs = inputsOf(fact);
  return inputs ? [{ factKey: digest(factKey(fact)), entries: inputs }] : [];
}

/** What the walks asked that a task did to skip test files: the next task need not do them. */
export function inputsOfSkipped(
  { testFiles, environment }: PreparedTask,
  store: Pick<TaskStore, 'factsOf'>,
): readonly FactTrace[] {
  return testFiles
    .filter(({ decision, isWalked }) => isWalked && decision.kind === 'skipped')
    .flatMap((testFile) => {
      const facts = store.factsOf(testFile.suite, testFile.file);
      for (const fact of facts) {
        const inputs = fact.environment === environment ? inputsOfFact(testFile, fact) : [];
        if (inputs.length > 0) return inputs;
      }
      return [];
    });
}
