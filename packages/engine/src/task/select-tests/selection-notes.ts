import type { Problem } from '@nx-testmon/core';
import type { FullRunReason } from './full-run-reason';
import type { TestSelection } from './apply-decisions';
import type { SelectionRules } from './selection-rules';

/** Notes about a selection. */
export type SelectionNote =
  /** A problem of the store, the files or the declarations. */
  | { readonly kind: 'problem'; readonly problem: Problem }
  | { readonly kind: 'full-run'; readonly reason: FullRunReason }
  | { readonly kind: 'no-test-files'; readonly hint: string }
  | { readonly kind: 'seeded'; readonly testFiles: number }
  | { readonly kind: 'watch-ignored' }
  /** Every test file runs, whatever the plan says. */
  | { readonly kind: 'plan-ignored' }
  | {
      readonly kind: 'plan-differs';
      readonly cause: 'task' | 'files' | 'facts';
      /** How many test files run here although they are not planned for this shard. */
      readonly unplanned: number;
    }
  | { readonly kind: 'planned-test-files-missing'; readonly testFiles: number }
  | { readonly kind: 'unknown-variables'; readonly variables: readonly string[] };

export function findSelectionNotes(
  { skipped, order, fullRunReason }: TestSelection,
  problems: readonly Problem[],
  { runFilters, listHint, foreignVariables, breaker }: SelectionRules,
): SelectionNote[] {
  const seeded = skipped.filter(({ decision }) => decision.kind === 'skipped' && decision.seeded);
  return [
    ...(fullRunReason === undefined ? [] : [{ kind: 'full-run', reason: fullRunReason } as const]),
    ...(breaker === undefined ? [] : [{ kind: 'problem', problem: breaker } as const]),
    ...problems.map((problem) => ({ kind: 'problem', problem }) as const),
    ...(order.length === 0 ? [{ kind: 'no-test-files', hint: listHint } as const] : []),
    ...(seeded.length === 0 ? [] : [{ kind: 'seeded', testFiles: seeded.length } as const]),
    ...(runFilters.watch ? [{ kind: 'watch-ignored' } as const] : []),
    ...(foreignVariables.length === 0
      ? []
      : [{ kind: 'unknown-variables', variables: foreignVariables } as const]),
  ];
}
