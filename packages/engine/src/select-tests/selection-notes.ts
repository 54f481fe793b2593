import type { Problem } from '@nx-testmon/core';
import type { TaskState } from '../read-task/read-task';
import type { TaskStore } from '../store/task-store';
import type { FullRunReason } from './full-run-reason';
import type { TestSelection } from './apply-decisions';

/** What a user should know about a selection. */
export type SelectionNote =
  /** Of the store, the files or the declarations. */
  | { readonly kind: 'problem'; readonly problem: Problem }
  | { readonly kind: 'full-run'; readonly reason: FullRunReason }
  | { readonly kind: 'no-test-files'; readonly hint: string }
  | { readonly kind: 'seeded'; readonly testFiles: number }
  | { readonly kind: 'watch-ignored' }
  | { readonly kind: 'unknown-variables'; readonly variables: readonly string[] };

/** Taken after the decisions: what could not be read is only noticed when it is read. */
export function findSelectionNotes(
  { suites, files, declarationProblems, runner, runFilters }: TaskState,
  { skipped, order, fullRunReason }: TestSelection,
  store: TaskStore,
  foreignVariables: readonly string[],
): SelectionNote[] {
  const seeded = skipped.filter(({ decision }) => decision.kind === 'skipped' && decision.seeded);
  return [
    ...(fullRunReason === undefined ? [] : [{ kind: 'full-run', reason: fullRunReason } as const]),
    ...[...store.problems, ...files.problems, ...unreadableFiles(suites), ...declarationProblems].map(toNote),
    ...(order.length === 0 ? [{ kind: 'no-test-files', hint: runner.listHint } as const] : []),
    ...(seeded.length === 0 ? [] : [{ kind: 'seeded', testFiles: seeded.length } as const]),
    ...(runFilters.watch ? [{ kind: 'watch-ignored' } as const] : []),
    ...(foreignVariables.length === 0
      ? []
      : [{ kind: 'unknown-variables', variables: foreignVariables } as const]),
  ];
}

/** Of the graphs of all suites, what a user can correct; what is not known without a lockfile is for the doctor. */
const unreadable = ['manifest-invalid', 'tsconfig-unreadable', 'lockfile-unreadable'] as const;

function unreadableFiles(suites: TaskState['suites']): Problem[] {
  const problems = suites
    .flatMap(({ problems }) => problems)
    .filter(({ kind }) => (unreadable as readonly string[]).includes(kind));
  return [...new Map(problems.map((one) => [JSON.stringify(one), one])).values()];
}

function toNote(problem: Problem): SelectionNote {
  return { kind: 'problem', problem };
}
