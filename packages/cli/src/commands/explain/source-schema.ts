import * as v from 'valibot';
import {
  countSchema,
  described,
  type DocumentOf,
  lastRunSchema,
  pathSchema,
} from '../../output/schema-parts';

const code = v.strictObject({
  file: pathSchema,
  line: v.optional(described(countSchema, 'the line of the first block; absent for a whole file')),
  blocks: described(
    v.array(v.string()),
    'names of the requested blocks; empty for a file that is not a module',
  ),
  functions: described(
    v.array(
      v.strictObject({
        name: v.string(),
        line: countSchema,
        testFiles: described(countSchema, 'how many test files execute it'),
      }),
    ),
    'the functions among the blocks',
  ),
});

const task = described(
  v.strictObject({
    project: v.string(),
    target: v.string(),
    testFiles: countSchema,
    withoutFacts: described(countSchema, 'how many test files have no facts in this environment'),
  }),
  'a task that was searched: one target of one project',
);

const dependent = described(
  v.strictObject({
    project: v.string(),
    target: v.string(),
    suite: v.string(),
    file: pathSchema,
    relation: described(
      v.picklist(['executes', 'depends', 'loads', 'reads', 'configured', 'lists', 'packages', 'group']),
      'the strongest that applies, as docs/explain.md describes them',
    ),
    blocks: described(v.array(v.string()), 'the requested blocks that it executed, or that its code uses'),
    current: described(v.boolean(), 'false if one of these blocks has changed since'),
    lastRun: v.optional(
      described(lastRunSchema, 'absent if the test file is assumed passing and has not run'),
    ),
  }),
  'a test file that depends on the code or the file',
);

/** Code or a file in `explain --json`. */
export const sourceSchema = v.strictObject({
  code,
  projects: v.array(task),
  dependents: v.array(dependent),
});

export type SourceDocument = DocumentOf<typeof sourceSchema>;
