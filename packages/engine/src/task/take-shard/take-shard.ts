import { testFileKey } from '@nx-testmon/core';
import type { DecidedTestFile } from '../select-tests/decide-test-files';
import type { TestSelection } from '../select-tests/apply-decisions';
import type { PlannedTask } from './test-plan';

/** The shard of a plan that this machine runs. */
export interface Shard {
  /** 1-based. */
  readonly number: number;
  /** The number of shards. */
  readonly of: number;
  /** The task in the plan; `undefined` if the plan does not include it. */
  readonly task: PlannedTask | undefined;
  /** Whether the plan was made for the current files and environment. */
  readonly isForThese: boolean;
}

/** The part of a selection that one shard runs. */
export interface ShardPart {
  readonly selection: TestSelection;
  /** How many selected test files run here although they are not planned for this shard. */
  readonly unplanned: number;
  /** How many test files of this shard in the plan do not exist here. */
  readonly missing: number;
}

/**
 * Restricts a selection to one shard. A test file that is planned for this shard runs, even if it is not
 * selected here. A test file that is selected here runs, unless it is planned for another shard and the plan
 * was made for the current files. All shards together therefore run at least what each of them selects.
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
      // Every shard skips the same test files, so their time is divided among the shards.
      savedMs: selection.savedMs / shard.of,
    },
    unplanned: here.length + alsoHere.length - own,
    missing: planned - own,
  };
}
