import * as v from 'valibot';
import {
  countSchema,
  described,
  millisecondsSchema,
  pathSchema,
  selectedTestFileSchema,
  timeSchema,
} from '../../output/schema-parts';

const selectedTestFile = v.strictObject({
  ...selectedTestFileSchema.entries,
  changed: v.optional(
    described(
      v.array(v.string()),
      'all blocks that changed since it passed, of which the reason names the first; absent for any other reason',
    ),
  ),
});

const failedTestFile = v.strictObject({
  file: pathSchema,
  suite: v.string(),
  failedTests: described(
    v.array(v.string()),
    'full names of the first tests that failed; empty if none is known',
  ),
});

const flakyTestFile = v.strictObject({
  file: pathSchema,
  suite: v.string(),
  outcome: described(v.picklist(['passed', 'failed']), 'how it ended in this run'),
  failedTests: described(
    v.array(v.string()),
    'names of the tests that failed in this run, even if a later attempt passed',
  ),
  retries: v.optional(described(countSchema, 'how many times it was run again; absent if it was not')),
  failures: described(countSchema, 'known failures with code that both failed and passed'),
  passes: described(countSchema, 'known passes with that code'),
});

const fact = v.strictObject({
  passedAt: timeSchema,
  seeded: v.optional(described(v.literal(true), 'it was seeded and has not run')),
  durationMs: millisecondsSchema,
  environment: described(v.string(), 'the name and the digest of the environment'),
  blocks: described(countSchema, 'how many blocks it depends on'),
});

const missedTestFile = v.strictObject({
  file: pathSchema,
  suite: v.string(),
  failsAgain: described(
    v.boolean(),
    'whether it also failed in a second run alone; if not, it is probably flaky',
  ),
  fact: v.optional(described(fact, 'the fact that would have skipped it')),
});

/** The fields of a line of the report file, which the document of a run contains for each task. */
export const reportLineFields = {
  execId: described(v.string(), 'the execution ID, the same for all tasks of a command'),
  project: v.string(),
  target: v.string(),
  enabled: v.optional(
    described(v.literal(false), 'the test runner ran without nx-testmon; nothing is known about test files'),
  ),
  collect: described(v.boolean(), 'whether the run was recorded'),
  select: described(v.boolean(), 'whether test files could be skipped'),
  environment: described(v.string(), 'the name of the environment'),
  selected: described(v.array(selectedTestFile), 'the selected test files'),
  skipped: described(
    countSchema,
    'how many test files were skipped; with verify and audit, those that would have been',
  ),
  total: described(countSchema, 'selected and skipped test files'),
  outsideFilter: v.optional(
    described(countSchema, 'how many more would have run without the filter of the command line'),
  ),
  inOtherShards: v.optional(
    described(countSchema, 'how many more selected test files run in other shards of the plan'),
  ),
  audited: v.optional(described(countSchema, 'with audit: how many skipped test files ran nevertheless')),
  breaker: v.optional(described(v.literal(true), 'an audit has turned the selection off')),
  outcome: described(
    v.picklist(['passed', 'failed', 'interrupted', 'broken']),
    'interrupted: a signal stopped the test runner; broken: nothing could run',
  ),
  failed: v.optional(
    described(
      v.array(failedTestFile),
      'test files that failed, including those that would have been skipped; absent if there are none',
    ),
  ),
  durationMs: millisecondsSchema,
  savedMs: described(millisecondsSchema, 'how long the skipped test files took when they last ran, in ms'),
  fallbacks: v.optional(
    described(countSchema, 'how many test files depend on more than they execute and read'),
  ),
  flaky: v.optional(
    described(v.array(flakyTestFile), 'test files that passed and failed with the same code'),
  ),
  missed: v.optional(
    described(
      v.array(missedTestFile),
      'with verify and audit: test files that failed although they would have been skipped',
    ),
  ),
};

/** A line that a task appends to the file of the option `reportFile`. */
export const reportLineSchema = described(
  v.strictObject(reportLineFields),
  'A line of the file that the option `reportFile` names: one task.',
);
