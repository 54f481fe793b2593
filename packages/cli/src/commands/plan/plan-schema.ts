import * as v from 'valibot';
import { countSchema, described, type DocumentOf, millisecondsSchema } from '../../output/schema-parts';

const shard = v.strictObject({
  name: described(v.string(), 'for --shard or planShard'),
  testFiles: countSchema,
  tasks: described(countSchema, 'how many test runners start for it'),
  durationMs: described(
    millisecondsSchema,
    'expected time of its test files, with the start of each test runner, in ms',
  ),
});

/** The output of `testmon plan --json`. */
export const planSchema = described(
  v.strictObject({
    id: described(v.string(), 'identifies the content of the plan'),
    testFiles: described(countSchema, 'how many test files are selected'),
    shards: v.array(shard),
    matrix: described(
      v.strictObject({ shard: described(v.array(v.string()), 'the names of the shards') }),
      'the value of `strategy.matrix` in a workflow of GitHub Actions',
    ),
  }),
  'What `testmon plan --json` prints.',
);

export type PlanDocument = DocumentOf<typeof planSchema>;
