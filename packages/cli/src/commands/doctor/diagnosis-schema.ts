import * as v from 'valibot';
import { fallbackFields } from '../../output/fallback-schema';
import {
  countSchema,
  described,
  type DocumentOf,
  testFilesSchema,
  uncoveredSchema,
} from '../../output/schema-parts';

const problem = described(
  v.strictObject({
    kind: v.string(),
    text: described(v.string(), 'what happened, where, and what to do next'),
  }),
  'a problem, as docs/messages.md lists them',
);

const check = described(
  v.strictObject({
    name: described(v.string(), 'what was checked, or `<project>:<target>` of a task that could not be read'),
    mark: described(
      v.picklist(['ok', 'check', 'fix']),
      'ok: as it should be; check: it works, and less well than it could; fix: it does not work, and the exit code is 1',
    ),
    ok: described(v.boolean(), 'whether the mark is ok'),
    found: v.optional(described(v.string(), 'what was found; absent if there are problems')),
    problems: v.array(problem),
  }),
  'a check of the setup',
);

const cause = described(
  v.strictObject({ ...fallbackFields, testFiles: testFilesSchema }),
  'why test files depend on more than they execute and read',
);

const task = described(
  v.strictObject({
    project: v.string(),
    target: v.string(),
    runner: described(v.string(), 'title and version of the test runner'),
    testFiles: countSchema,
    withoutFacts: described(countSchema, 'how many test files have no facts in this environment'),
    withFallbacks: countSchema,
    causes: described(v.array(cause), 'those with the most test files first'),
  }),
  'a task: one target of one project',
);

const unlisted = described(
  v.strictObject({
    project: v.string(),
    inputs: described(
      v.array(v.strictObject({ input: described(v.string(), 'as Nx takes it'), testFiles: testFilesSchema })),
      'files that are not inputs of the nx-testmon targets',
    ),
    projects: described(
      v.array(v.strictObject({ name: v.string(), testFiles: testFilesSchema })),
      "projects whose code tests use, and that are not dependencies in Nx's project graph",
    ),
    cyclicProjects: described(
      v.array(v.string()),
      'projects that depend on this one, and therefore have their files among the inputs',
    ),
  }),
  'what tests of a project depend on, and Nx does not know',
);

const variable = described(
  v.strictObject({
    project: v.string(),
    name: v.string(),
    isSet: described(v.boolean(), 'whether it had a value when one of the test files last ran'),
    isInput: v.optional(described(v.boolean(), 'whether it is an input of the targets; absent without Nx')),
    testFiles: testFilesSchema,
  }),
  'an environment variable that tests read; its value is stored nowhere',
);

/** The output of `testmon doctor --json`. */
export const diagnosisSchema = described(
  v.strictObject({
    version: v.literal(1),
    mustBeFixed: described(v.boolean(), 'whether a check has the mark fix'),
    setup: v.array(check),
    projects: v.array(task),
    uncovered: v.array(uncoveredSchema),
    unlisted: v.array(unlisted),
    variables: v.array(variable),
  }),
  'What `testmon doctor --json` prints.',
);

export type DiagnosisDocument = DocumentOf<typeof diagnosisSchema>;
