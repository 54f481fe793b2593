import * as v from 'valibot';
import {
  countSchema,
  described,
  type DocumentOf,
  millisecondsSchema,
  pathSchema,
} from '../../../output/schema-parts';

const failedTestFile = v.strictObject({
  task: described(v.string(), '`<project>:<target>`'),
  suite: v.string(),
  file: pathSchema,
});

/** A line of the output of `testmon watch --json`. */
export const roundSchema = described(
  v.strictObject({
    cause: described(
      v.picklist(['start', 'change', 'projects', 'all', 'failed', 'again', 'filter']),
      'why the round started; all, failed, again and filter are keys of a terminal',
    ),
    changed: described(v.array(pathSchema), 'files that have changed since the round before, sorted'),
    filter: described(v.string(), 'only test files whose path contains it ran; empty without a filter'),
    outcome: described(
      v.picklist(['passed', 'failed', 'interrupted', 'refused']),
      'interrupted: test files had failed when the round was cancelled; refused: nothing could be run',
    ),
    exitCode: described(countSchema, 'the exit code that testmon run would have'),
    selected: described(countSchema, 'how many test files were selected'),
    total: described(countSchema, 'how many test files there are'),
    passed: described(countSchema, 'how many test files passed'),
    failed: described(v.array(failedTestFile), 'test files that failed'),
    failedTasks: described(
      v.array(v.string()),
      'tasks (`<project>:<target>`) that failed without a failed test file',
    ),
    durationMs: millisecondsSchema,
  }),
  'A line that `testmon watch --json` prints: one round.',
);

export type RoundDocument = DocumentOf<typeof roundSchema>;
