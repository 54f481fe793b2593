import type { SelectionNote } from '../select-tests/selection-notes';
import type { NotedSelection } from '../select-tests/select-tests';
import { type Shard, type ShardSelection, takeShard } from './take-shard';

/**
 * Leaves of a selection what this machine runs of it, and notes where it is more than the plan says.
 *
 * @param runsAll true where every test file runs, such as with `verify`
 */
export function applyPlan(
  { selection, notes }: NotedSelection,
  shard: Shard | undefined,
  runsAll: boolean,
): NotedSelection {
  if (shard === undefined) return { selection, notes };
  if (runsAll || selection.fullRunReason !== undefined)
    return { selection, notes: [...notes, { kind: 'plan-ignored' }] };
  const taken = takeShard(selection, shard);
  return { selection: taken.selection, notes: [...notes, ...findPlanNotes(taken, shard)] };
}

function findPlanNotes({ unplanned, missing }: ShardSelection, shard: Shard): SelectionNote[] {
  const cause = shard.task === undefined ? 'task' : shard.isForThese ? 'facts' : 'files';
  return [
    ...(unplanned > 0 ? [{ kind: 'plan-differs', cause, unplanned } as const] : []),
    ...(missing > 0 ? [{ kind: 'planned-test-files-missing', testFiles: missing } as const] : []),
  ];
}
