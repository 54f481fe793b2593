import type { Problem } from '@nx-testmon/core';
import type { TaskState } from '../read-task/read-task';
import type { TaskStore } from '../../store/task-store';

/** Problems found so far while reading the store, the files, the graphs and the declarations. */
export function findReadProblems(
  { suites, files, declarationProblems }: TaskState,
  store: TaskStore,
): Problem[] {
  return [...store.problems, ...files.problems, ...unreadableFiles(suites), ...declarationProblems];
}

/**
 * Problems of the graphs of all suites that a user can correct. The doctor reports what is unknown without a
 * lockfile.
 */
const unreadable = ['manifest-invalid', 'tsconfig-unreadable', 'lockfile-unreadable'] as const;

function unreadableFiles(suites: TaskState['suites']): Problem[] {
  const problems = suites
    .flatMap(({ problems }) => problems)
    .filter(({ kind }) => (unreadable as readonly string[]).includes(kind));
  return [...new Map(problems.map((one) => [JSON.stringify(one), one])).values()];
}
