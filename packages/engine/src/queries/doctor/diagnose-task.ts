import { type Failure, type Fallback, fallbackKey, type TestFileId } from '@nx-testmon/core';
import { findFallbacks, findWholeModules } from '../../task/select-tests/find-fallbacks';
import { locateFallbacks } from '../../task/select-tests/locate-fallbacks';
import type { TaskState } from '../../task/read-task/read-task';
import type { Task } from '../../task/task';
import type { TaskIo } from '../../task/task-io';
import { type ReadTask, whileRead } from '../while-read';

/** A cause of a fallback, and the test files that depend on more because of it. */
export interface CauseDiagnosis {
  readonly fallback: Fallback;
  /** Paths, sorted. */
  readonly testFiles: readonly string[];
}

/** The fallbacks in the newest facts of a task. */
export interface TaskDiagnosis {
  readonly project: string;
  readonly target: string;
  /** Title and version of the test runner. */
  readonly runner: string;
  readonly testFiles: number;
  /** How many test files have no fact in this environment. */
  readonly withoutFacts: number;
  /** How many test files have a fallback of any kind. */
  readonly withFallbacks: number;
  /** Causes with the most test files come first. */
  readonly causes: readonly CauseDiagnosis[];
}

/** Finds every fallback of the newest facts of a task. Runs no test and writes nothing. */
export function diagnoseTask(
  task: Task,
  io: TaskIo,
): Promise<{ readonly ok: true; readonly diagnosis: TaskDiagnosis } | Failure> {
  return whileRead(task, io, (read) => ({ ok: true, diagnosis: diagnose(read) }) as const);
}

/** As {@link diagnoseTask}, for a task that was already read. */
export function diagnose({ state, session: { task, store } }: ReadTask): TaskDiagnosis {
  const causes = new Map<string, { readonly fallback: Fallback; readonly testFiles: Set<string> }>();
  let [testFiles, withoutFacts, withFallbacks] = [0, 0, 0];
  for (const suite of state.suites) {
    for (const testFile of suite.testFiles) {
      testFiles++;
      const id: TestFileId = { suite: suite.suite.id, path: testFile.testFile };
      const fact = store.newestFact(id, state.environment);
      if (!fact) {
        withoutFacts++;
        continue;
      }
      const found = [...findFallbacks(suite, testFile, fact), ...findWholeModules(suite, fact)];
      if (found.length > 0) withFallbacks++;
      for (const fallback of found) {
        const key = fallbackKey(fallback);
        const known = causes.get(key) ?? { fallback, testFiles: new Set() };
        causes.set(key, known);
        known.testFiles.add(testFile.testFile);
      }
    }
  }
  const { project, target } = task;
  const runner = `${state.runner.title} ${state.version}`;
  return { project, target, runner, testFiles, withoutFacts, withFallbacks, causes: sorted(state, causes) };
}

function sorted(
  { files }: TaskState,
  causes: ReadonlyMap<string, { readonly fallback: Fallback; readonly testFiles: ReadonlySet<string> }>,
): CauseDiagnosis[] {
  return [...causes.values()]
    .map(({ fallback, testFiles }) => {
      const [located = fallback] = locateFallbacks(files, [fallback]);
      return { fallback: located, testFiles: [...testFiles].sort() };
    })
    .sort((one, other) => other.testFiles.length - one.testFiles.length);
}
