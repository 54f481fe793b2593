import * as v from 'valibot';
import { countSchema, described, type DocumentOf, problemSchema } from '../../output/schema-parts';

function maintenanceSchema<const Entries extends v.ObjectEntries>(command: string, result: Entries) {
  return described(
    v.strictObject({
      result: v.optional(described(v.strictObject(result), 'absent if the command did nothing')),
      problems: described(v.array(problemSchema), 'what could not be used or done'),
    }),
    `What \`testmon ${command} --json\` prints.`,
  );
}

/** The output of `testmon merge --json`. */
export const mergeSchema = maintenanceSchema('merge', {
  files: described(countSchema, 'merged record files and databases'),
  newFacts: countSchema,
  knownFacts: described(countSchema, 'facts that were already in the store'),
  invalidFacts: described(countSchema, 'facts that were ignored'),
  newResults: described(countSchema, 'new code results, which `testmon flaky` reads'),
  turnedOff: described(
    v.array(v.string()),
    'projects whose selection is off now, because an audit elsewhere missed a test file',
  ),
  turnedOn: described(v.array(v.string()), 'projects whose selection is on again'),
});

/** The output of `testmon export --json`. */
export const exportSchema = maintenanceSchema('export', {
  facts: countSchema,
  records: described(countSchema, 'written record files'),
  folder: described(v.string(), 'absolute path'),
});

/** The output of `testmon gc --json`. */
export const gcSchema = maintenanceSchema('gc', {
  removedFacts: countSchema,
  bytes: described(countSchema, 'size of the database'),
  formerBytes: described(countSchema, 'size of the database before'),
});

type ResultOf<Schema extends v.GenericSchema<{ result?: unknown }>> = NonNullable<
  DocumentOf<Schema>['result']
>;

/** The document of any of these commands. */
export interface MaintenanceDocument {
  readonly result?: ResultOf<typeof mergeSchema> | ResultOf<typeof exportSchema> | ResultOf<typeof gcSchema>;
  readonly problems: readonly DocumentOf<typeof problemSchema>[];
}
