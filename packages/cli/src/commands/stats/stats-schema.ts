import * as v from 'valibot';
import { countSchema, described, millisecondsSchema, timeSchema } from '../../output/schema-parts';

const sums = {
  runs: described(countSchema, 'how many tasks ran'),
  selected: described(countSchema, 'how many test files ran'),
  total: described(countSchema, 'how many test files there were'),
  durationMs: described(millisecondsSchema, 'how long the runs took, in ms'),
  savedMs: described(millisecondsSchema, 'how long the skipped test files took when they last ran, in ms'),
};

/** The output of `testmon stats --json`. */
export const statsSchema = described(
  v.strictObject({
    since: v.optional(described(timeSchema, 'the first run; absent where there was none')),
    until: v.optional(described(timeSchema, 'the last run; absent where there was none')),
    ...sums,
    projects: described(
      v.array(v.strictObject({ project: v.string(), target: v.string(), ...sums })),
      'by project and target, the one that saved most first',
    ),
    days: described(
      v.array(v.strictObject({ day: described(v.string(), 'such as 2026-11-30, in UTC'), ...sums })),
      'by day, the oldest first',
    ),
  }),
  'What `testmon stats --json` prints.',
);
