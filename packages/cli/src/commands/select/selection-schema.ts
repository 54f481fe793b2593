import * as v from 'valibot';
import {
  countSchema,
  described,
  type DocumentOf,
  millisecondsSchema,
  pathSchema,
  taskProblemSchema,
  uncoveredSchema,
} from '../../output/schema-parts';

const selectedTestFile = v.strictObject({
  file: pathSchema,
  reason: described(v.string(), 'why it would run, as docs/reasons.md lists the reasons'),
});

const task = described(
  v.strictObject({
    project: v.string(),
    target: v.string(),
    environment: described(v.string(), 'the name of the environment'),
    selected: described(v.array(selectedTestFile), 'test files that would run'),
    skipped: described(countSchema, 'how many test files would be skipped'),
    total: described(countSchema, 'how many test files there are'),
    savedMs: described(millisecondsSchema, 'how long the skipped test files took when they last ran, in ms'),
    notes: described(v.array(v.string()), 'why nothing would be skipped, and what else to know'),
  }),
  'a task: one target of one project',
);

const untestedCode = v.strictObject({
  kind: v.picklist(['function', 'branch']),
  code: described(v.string(), 'the name of its block, such as `size()` or `size()/then`'),
  file: pathSchema,
  line: described(countSchema, 'the line of its start, from 1'),
});

const untested = described(
  v.strictObject({
    base: described(v.string(), 'the commit that was compared'),
    code: described(v.array(untestedCode), 'changed code that no test file executed when it last ran'),
    unknown: described(
      v.array(pathSchema),
      'changed files of which it is not known what test files executed, sorted',
    ),
  }),
  'with --untested only',
);

/** The output of `testmon select --json`. */
export const selectionSchema = described(
  v.strictObject({
    projects: v.array(task),
    uncovered: v.array(uncoveredSchema),
    untested: v.optional(untested),
    problems: v.array(taskProblemSchema),
  }),
  'What `testmon select --json` prints.',
);

/** The document without the tasks that could not be read, which are added when it is printed. */
export type SelectionDocument = Omit<DocumentOf<typeof selectionSchema>, 'problems'>;
