import * as v from 'valibot';
import {
  countSchema,
  described,
  type DocumentOf,
  problemFields,
  problemSchema,
} from '../../output/schema-parts';

const notSeeded = described(
  v.strictObject({ testFiles: described(countSchema, 'how many test files'), ...problemFields }),
  'why test files were not seeded',
);

const task = described(
  v.strictObject({
    project: v.string(),
    target: v.string(),
    seeded: described(countSchema, 'how many test files were seeded'),
    total: described(countSchema, 'how many test files the task had at the commit, as far as known'),
    notSeeded: v.array(notSeeded),
    isAbsent: described(v.boolean(), 'the project is not in the commit'),
    problem: v.optional(described(problemSchema, 'why the task could not be read at the commit')),
  }),
  'a task: one target of one project',
);

/** The output of `testmon seed --json`. */
export const seedSchema = described(
  v.strictObject({
    base: described(v.string(), 'the commit, as the command line names it'),
    commit: described(v.string(), 'its full hash'),
    seeded: described(countSchema, 'how many test files of all tasks are assumed passing'),
    tasks: v.array(task),
    problems: described(v.array(problemSchema), 'what happened to a store that could not be used'),
  }),
  'What `testmon seed --json` prints.',
);

export type SeedDocument = DocumentOf<typeof seedSchema>;
