import * as v from 'valibot';

/** A value of a document, with its description for the JSON schema. */
export function described<Schema extends v.GenericSchema>(schema: Schema, text: string) {
  return v.pipe(schema, v.description(text));
}

export const countSchema = v.pipe(
  v.number(),
  v.integer(),
  v.minValue(0),
  v.maxValue(Number.MAX_SAFE_INTEGER),
);

/** Durations are not always integers. */
export const millisecondsSchema = described(
  v.pipe(v.number(), v.minValue(0), v.maxValue(Number.MAX_SAFE_INTEGER)),
  'in ms',
);

export const pathSchema = described(v.string(), 'relative to the workspace root, with forward slashes');

export const testFilesSchema = described(v.array(pathSchema), 'paths of test files, sorted');

export const timeSchema = described(v.pipe(v.string(), v.isoTimestamp()), 'ISO 8601, in UTC');

export const outcomeSchema = v.picklist(['passed', 'failed']);

export const lastRunSchema = v.strictObject({
  outcome: outcomeSchema,
  durationMs: millisecondsSchema,
  endedAt: timeSchema,
});

export const uncoveredSchema = described(
  v.strictObject({ project: v.string(), root: pathSchema, kind: v.string(), text: v.string() }),
  'a project that has tests which nx-testmon does not run',
);

export const selectedTestFileSchema = v.strictObject({
  file: pathSchema,
  reason: described(v.string(), 'why it is selected, as docs/reasons.md lists the reasons'),
});

const untestedCode = v.strictObject({
  kind: v.picklist(['function', 'branch']),
  code: described(v.string(), 'the name of its block, such as `size()` or `size()/then`'),
  file: pathSchema,
  line: described(countSchema, 'the line of its start, from 1'),
});

export const untestedSchema = described(
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

export const problemFields = {
  kind: v.string(),
  text: described(v.string(), 'what happened, where, and what to do next'),
};

export const problemSchema = v.strictObject(problemFields);

export const taskProblemSchema = described(
  v.strictObject({ task: described(v.string(), '`<project>:<target>`'), ...problemFields }),
  'a task that could not be read; the exit code is 2 then',
);

type DeepReadonly<Value> = Value extends object
  ? { readonly [Key in keyof Value]: DeepReadonly<Value[Key]> }
  : Value;

/** The type of the documents that a schema accepts. Documents are only read. */
export type DocumentOf<Schema extends v.GenericSchema> = DeepReadonly<v.InferOutput<Schema>>;
