import type { Problem } from '@nx-testmon/core';
import type { TaskState } from '../read-task/read-task';
import type { TaskStore } from '../../store/task-store';

/** The parts of a task that are read only when they are needed, and find their problems then. */
export interface ReadSources extends Pick<TaskState, 'declarationProblems'> {
  readonly suites: readonly Pick<TaskState['suites'][number], 'problemsSoFar'>[];
  readonly files: Pick<TaskState['files'], 'problems'>;
}

/**
 * Does work that reads the store, the files and the graphs, and returns its result with the problems of everything that
 * was read up to the end of it. No other code needs to know when they are found.
 *
 * @param work returns a result that reads nothing later
 */
export function withReadProblems<Result>(
  sources: ReadSources,
  store: Pick<TaskStore, 'problemsSoFar'>,
  work: () => Result,
): { readonly result: Result; readonly problems: readonly Problem[] } {
  const result = work();
  return { result, problems: problemsSoFar(sources, store) };
}

function problemsSoFar(
  { suites, files, declarationProblems }: ReadSources,
  store: Pick<TaskStore, 'problemsSoFar'>,
): Problem[] {
  return [...store.problemsSoFar(), ...files.problems, ...unreadableFiles(suites), ...declarationProblems];
}

/**
 * Problems of the graphs of all suites that a user can correct. The doctor reports what is unknown without a
 * lockfile.
 */
const unreadable = ['manifest-invalid', 'tsconfig-unreadable', 'lockfile-unreadable'] as const;

function unreadableFiles(suites: ReadSources['suites']): Problem[] {
  const problems = suites
    .flatMap((suite) => suite.problemsSoFar())
    .filter(({ kind }) => (unreadable as readonly string[]).includes(kind));
  return [...new Map(problems.map((one) => [JSON.stringify(one), one])).values()];
}
