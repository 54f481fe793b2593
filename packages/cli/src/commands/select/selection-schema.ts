import * as v from 'valibot';
import {
  countSchema,
  described,
  type DocumentOf,
  millisecondsSchema,
  selectedTestFileSchema,
  taskProblemSchema,
  uncoveredSchema,
  untestedSchema,
} from '../../output/schema-parts';

const task = described(
  v.strictObject({
    project: v.string(),
    target: v.string(),
    environment: described(v.string(), 'the name of the environment'),
    selected: described(v.array(selectedTestFileSchema), 'test files that would run'),
    skipped: described(countSchema, 'how many test files would be skipped'),
    total: described(countSchema, 'how many test files there are'),
    savedMs: described(millisecondsSchema, 'how long the skipped test files took when they last ran, in ms'),
    notes: described(v.array(v.string()), 'why nothing would be skipped, and what else to know'),
  }),
  'a task: one target of one project',
);

/** The output of `testmon select --json`. */
export const selectionSchema = described(
  v.strictObject({
    projects: v.array(task),
    uncovered: v.array(uncoveredSchema),
    untested: v.optional(untestedSchema),
    problems: v.array(taskProblemSchema),
  }),
  'What `testmon select --json` prints.',
);

/** The document without the tasks that could not be read, which are added when it is printed. */
export type SelectionDocument = Omit<DocumentOf<typeof selectionSchema>, 'problems'>;
