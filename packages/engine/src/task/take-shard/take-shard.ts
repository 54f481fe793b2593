import { testFileKey } from '@nx-testmon/core';
import type { DecidedTestFile } from '../select-tests/decide-test-files';
import type { TestSelection } from '../select-tests/apply-decisions';
import type { PlannedTask } from './test-plan';

/** The shard of a plan that this machine runs. */
export interface Shard {
  /** From 1 on. */
  readonly number: number;
  /** How many there are. */
  readonly of: number;
  /** The task in the plan; `undefined` if the plan does not include it. */
  readonly task: PlannedTask | undefined;
  /** Whether the files and the environment are those for which the plan was made. */
  readonly isForThese: boolean;
}

/** The part of a selection that one shard runs. */
export interface ShardPart {
  readonly selection: TestSelection;
  /** How many of the selected test files run here although the plan does not give them to this shard. */
  readonly unplanned: number;
  /** How many test files of the plan for this shard do not exist here. */
  readonly missing: number;
}

/**
 * Leaves of a selection what a shard runs. A test file that the plan gives to this shard runs, whatever is selected
 * here. A test file that is selected here runs unless the plan gives it to another shard and the plan is for these
 * files: so all shards together run at least what each of them selects.
 */
export function takeShard(selection: TestSelection, shard: Shard): ShardPart {
  const shardOf = new Map(shard.task?.selected.map((one) => [testFileKey(one), one.shard]));
  const isOwn = ({ testFile }: DecidedTestFile) => shardOf.get(testFileKey(testFile)) === shard.number;
  const runsElsewhere = (file: DecidedTestFile) =>
    !isOwn(file) && shard.isForThese && shardOf.has(testFileKey(file.testFile));

  const here = selection.selected.filter((file) => !runsElsewhere(file));
  const alsoHere = selection.skipped.filter(isOwn);
  const own = here.filter(isOwn).length + alsoHere.length;
  const planned = [...shardOf.values()].filter((number) => number === shard.number).length;
  return {
    selection: {
      ...selection,
      selected: [...here, ...alsoHere],
      skipped: selection.skipped.filter((file) => !isOwn(file)),
      inOtherShards: selection.selected.filter(runsElsewhere),
      // Every shard skips the same test files: their time is saved once.
      savedMs: selection.savedMs / shard.of,
    },
    unplanned: here.length + alsoHere.length - own,
    missing: planned - own,
  };
}
