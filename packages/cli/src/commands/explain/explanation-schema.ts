import * as v from 'valibot';
import { described, type DocumentOf, taskProblemSchema } from '../../output/schema-parts';
import { sourceSchema } from './source-schema';
import { testFileSchema } from './test-file-schema';

const problems = v.array(taskProblemSchema);

const explainedTestFile = described(
  v.strictObject({
    testFiles: described(
      v.array(testFileSchema),
      'one for each test configuration that contains the test file',
    ),
    problems,
  }),
  'of a test file',
);

const explainedSource = described(
  v.strictObject({ source: sourceSchema, problems }),
  'of other files, and of code in them',
);

/** The output of `testmon explain --json`. */
export const explanationSchema = described(
  v.union([explainedTestFile, explainedSource]),
  'What `testmon explain --json` prints.',
);

/** The document without the tasks that could not be read, which are added when it is printed. */
export type ExplainedTestFileDocument = Omit<DocumentOf<typeof explainedTestFile>, 'problems'>;
export type ExplainedSourceDocument = Omit<DocumentOf<typeof explainedSource>, 'problems'>;
