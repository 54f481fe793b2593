import * as v from 'valibot';
import {
  countSchema,
  described,
  type DocumentOf,
  outcomeSchema,
  pathSchema,
  timeSchema,
} from '../../output/schema-parts';

const difference = described(
  v.strictObject({
    outcome: outcomeSchema,
    endedAt: timeSchema,
    formerAt: described(timeSchema, 'when it had ended the other way'),
  }),
  'the first time that it ended in another way with the same code',
);

const flakyTestFile = v.strictObject({
  project: v.string(),
  file: pathSchema,
  suite: v.string(),
  environments: v.array(v.string()),
  failures: countSchema,
  passes: described(countSchema, 'with code that it also failed with'),
  codes: described(countSchema, 'how many states of its code it passed and failed with'),
  firstFailedAt: timeSchema,
  lastFailedAt: timeSchema,
  firstDifference: difference,
  failedTests: v.array(v.strictObject({ name: v.string(), failures: countSchema })),
});

/** The output of `testmon flaky --json`. */
export const flakySchema = described(
  v.strictObject({ testFiles: v.array(flakyTestFile) }),
  'What `testmon flaky --json` prints.',
);

export type FlakyDocument = DocumentOf<typeof flakySchema>;
