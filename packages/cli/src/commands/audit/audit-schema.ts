import * as v from 'valibot';
import { described, type DocumentOf, pathSchema, timeSchema } from '../../output/schema-parts';

const project = v.strictObject({
  project: v.string(),
  target: v.optional(described(v.string(), "absent where what is stored can't be read")),
  environment: v.optional(described(v.string(), 'the name of the environment')),
  foundAt: v.optional(described(timeSchema, 'when a test file was missed')),
  missed: described(
    v.array(v.strictObject({ file: pathSchema, suite: v.string() })),
    'test files that failed and would have been skipped',
  ),
  problem: v.optional(described(v.string(), "why what is stored can't be read")),
});

/** The output of `testmon audit --json`. */
export const auditSchema = described(
  v.strictObject({
    cleared: described(v.boolean(), 'whether the selection of these projects was turned on again'),
    projects: described(v.array(project), 'projects whose selection an audit has turned off'),
  }),
  'What `testmon audit --json` prints.',
);

export type AuditDocument = DocumentOf<typeof auditSchema>;
