import { chooseAudited, isAuditedInShard, testFileKey } from '@nx-testmon/core';
import { savedBySkipping, type TestSelection } from '../select-tests/apply-decisions';

const dayMs = 24 * 3_600_000;

export interface AuditSettings {
  /** The share of the skipped test files, in percent; 0 for none. */
  readonly percent: number;
  /** In ms since 1970. */
  readonly now: number;
  /** The shard of a plan that this machine runs. Each shard audits its own test files. */
  readonly shard: { readonly number: number; readonly of: number } | undefined;
}

/** Chooses which of the skipped test files run nevertheless. Nothing else in the selection changes. */
export function applyAudit(selection: TestSelection, { percent, now, shard }: AuditSettings): TestSelection {
  if (percent === 0) return selection;
  // The day must not depend on the time zone of a machine.
  const chosen = chooseAudited(selection.skipped, { percent, day: Math.floor(now / dayMs) });
  const audited = shard
    ? chosen.filter(({ testFile }) => isAuditedInShard(testFile, shard.number, shard.of))
    : chosen;
  if (audited.length === 0) return selection;
  const keys = new Set(audited.map(({ testFile }) => testFileKey(testFile)));
  const savedByAll = savedBySkipping(selection.skipped);
  const savedByOthers = savedBySkipping(
    selection.skipped.filter(({ testFile }) => !keys.has(testFileKey(testFile))),
  );
  // Shards of a plan count their share of the time.
  const savedMs = savedByAll === 0 ? 0 : (selection.savedMs * savedByOthers) / savedByAll;
  return { ...selection, audited, savedMs };
}
