import * as v from 'valibot';
import { described, type DocumentOf, pathSchema, uncoveredSchema } from '../../output/schema-parts';

const plan = {
  files: described(v.array(pathSchema), 'files that were changed; with --dry-run, those that would be'),
  changes: described(v.array(v.string()), 'one line for each change'),
  advice: described(v.array(v.string()), 'what is left to the user'),
};

/** The output of `testmon init --json`. */
export const setupSchema = described(
  v.strictObject({
    ...plan,
    covered: described(v.array(v.string()), 'packages with tests that nx-testmon runs'),
    uncovered: v.array(uncoveredSchema),
  }),
  'What `testmon init --json` prints.',
);

export type SetupDocument = DocumentOf<typeof setupSchema>;

/** The output of `testmon remove --json`. */
export const removalSchema = described(
  v.strictObject({
    ...plan,
    remains: described(v.array(v.string()), 'what is left to do: the advice, and what else can be removed'),
  }),
  'What `testmon remove --json` prints.',
);

export type RemovalDocument = DocumentOf<typeof removalSchema>;
