import * as v from 'valibot';
import {
  countSchema,
  described,
  type DocumentOf,
  millisecondsSchema,
  problemFields,
  uncoveredSchema,
  untestedSchema,
} from '../../output/schema-parts';
import { reportLineFields } from './report-line-schema';

const sum = v.strictObject({
  tasks: described(countSchema, 'tasks, including those that did not start'),
  failedTasks: described(countSchema, 'tasks that failed, with or without a failed test file'),
  interruptedTasks: described(countSchema, 'tasks whose test runner a signal has stopped'),
  notStartedTasks: described(countSchema, 'tasks after an interrupted one'),
  total: described(countSchema, 'test files'),
  skipped: described(countSchema, 'skipped test files; 0 with verify'),
  audited: described(countSchema, 'with audit: test files that would have been skipped'),
  missed: described(countSchema, 'with verify and audit: missed test files'),
  flaky: described(countSchema, 'flaky test files'),
  fallbacks: described(countSchema, 'test files that depend on more than they execute and read'),
  savedMs: millisecondsSchema,
});

const task = described(
  v.strictObject({ ...reportLineFields, exitCode: described(countSchema, 'the exit code of the task') }),
  'a task: one target of one project',
);

const problem = v.strictObject({
  task: v.optional(described(v.string(), '`<project>:<target>`; absent if it concerns no single task')),
  ...problemFields,
});

/** The output of `testmon run --json`. */
export const runSchema = described(
  v.strictObject({
    execId: described(v.string(), 'the execution ID of all tasks'),
    exitCode: described(countSchema, 'the exit code of the command'),
    projects: described(v.array(task), 'the tasks that ran, in the order in which they ran'),
    sum: described(sum, 'the sum of all tasks'),
    uncovered: v.array(uncoveredSchema),
    untested: v.optional(untestedSchema),
    problems: described(v.array(problem), 'why tasks could not run, and what could not be read'),
  }),
  'What `testmon run --json` prints.',
);

export type RunDocument = DocumentOf<typeof runSchema>;
