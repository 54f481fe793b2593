import type { SelectionNote } from '../select-tests/selection-notes';
import type { SelectionWithNotes } from '../select-tests/select-tests';
import { type Shard, type ShardPart, takeShard } from './take-shard';

/**
 * Restricts a selection to the test files that this machine runs, and notes differences from the plan.
 *
 * @param runsAll true if every test file runs, such as with `verify`
 */
export function applyPlan(
  { selection, notes }: SelectionWithNotes,
  shard: Shard | undefined,
  runsAll: boolean,
): SelectionWithNotes {
  if (shard === undefined) return { selection, notes };
  if (runsAll || selection.fullRunReason !== undefined)
    return { selection, notes: [...notes, { kind: 'plan-ignored' }] };
  const taken = takeShard(selection, shard);
  return { selection: taken.selection, notes: [...notes, ...findPlanNotes(taken, shard)] };
}

function findPlanNotes({ unplanned, missing }: ShardPart, shard: Shard): SelectionNote[] {
  const cause = shard.task === undefined ? 'task' : shard.isForThese ? 'facts' : 'files';
  return [
    ...(unplanned > 0 ? [{ kind: 'plan-differs', cause, unplanned } as const] : []),
    ...(missing > 0 ? [{ kind: 'planned-test-files-missing', testFiles: missing } as const] : []),
  ];
}
