import * as v from 'valibot';
import {
  countSchema,
  described,
  type DocumentOf,
  pathSchema,
  taskProblemSchema,
  testFilesSchema,
  timeSchema,
} from '../../output/schema-parts';
import { coverageMetrics } from './coverage-flags';

const percentage = v.pipe(v.number(), v.minValue(0), v.maxValue(100));

const share = v.strictObject({
  total: countSchema,
  covered: countSchema,
  pct: described(percentage, 'percentage with two digits; 100 where there is nothing'),
});

const shares = { lines: share, statements: share, functions: share, branches: share };

const testFileCounts = described(
  v.strictObject({
    total: countSchema,
    executed: described(countSchema, 'those whose executed code is known'),
    changed: described(countSchema, 'of these, the ones whose code has changed since'),
    static: described(countSchema, 'those whose last run collected no executed code'),
    seeded: described(countSchema, 'those that are assumed passing and have not run'),
    none: described(countSchema, 'those without a fact in this environment'),
  }),
  'how many test files the coverage is based on',
);

const outdatedCode = described(
  v.strictObject({
    file: pathSchema,
    line: countSchema,
    code: described(v.string(), 'its block, such as `f()` or `f()/then`'),
    testFiles: described(testFilesSchema, 'the test files that executed it before it changed'),
    lastRun: timeSchema,
  }),
  'code that has changed since it was last executed, and is reported as not executed',
);

/** The output of `testmon coverage --json`. */
export const coverageSchema = described(
  v.strictObject({
    total: v.strictObject(shares),
    testFiles: testFileCounts,
    files: v.array(v.strictObject({ file: pathSchema, ...shares })),
    outdated: v.array(outdatedCode),
    unknown: described(
      v.array(pathSchema),
      'files that are reported as not executed, because no test file has run them with probes',
    ),
    unparsed: described(v.array(pathSchema), 'files that are left out, because they could not be parsed'),
    projectsWithoutTests: described(
      v.array(v.string()),
      'projects without supported tests; their files are included only if a test of another project loads them',
    ),
    missedThresholds: v.array(
      v.strictObject({ metric: v.picklist(coverageMetrics), required: percentage, pct: percentage }),
    ),
    problems: v.array(taskProblemSchema),
  }),
  'What `testmon coverage --json` prints.',
);

/** The document without the tasks that could not be read, which are added when it is printed. */
export type CoverageDocument = Omit<DocumentOf<typeof coverageSchema>, 'problems'>;
