import * as v from 'valibot';

const count = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(Number.MAX_SAFE_INTEGER));
const ms = v.pipe(v.number(), v.finite(), v.minValue(0));
const time = v.pipe(
  v.string(),
  v.isoTimestamp(),
  v.regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?Z$/),
  v.description('ISO 8601, UTC'),
);
const path = described(v.string(), 'relative to the workspace root, with forward slashes');
const project = v.string();
const target = v.string();

const reportProject = described(
  v.strictObject({
    project,
    target,
    environment: described(v.string(), 'name of the environment'),
    runner: described(v.string(), 'title and version of the test runner'),
    testFiles: count,
    wouldRun: described(count, 'how many test files would run now'),
    savedMs: described(ms, 'how long the others took when they last ran'),
    withoutFacts: described(count, 'how many test files have no facts in this environment'),
    notes: described(v.array(v.string()), 'why nothing is skipped, and other notes'),
  }),
  'a task: one target of one project, as it is now',
);

const reportChange = described(
  v.strictObject({
    block: described(v.string(), 'what has changed, such as src/sum.ts#sum()'),
    kind: described(
      v.picklist(['reached', 'read', 'variable', 'gone']),
      'reached: the steps lead to the test file; read, variable: the test read it when it last ran; gone: the test file no longer depends on it, or it was deleted',
    ),
    steps: described(v.array(v.string()), 'what is between the block and the test file, which comes last'),
    causes: described(
      v.array(v.string()),
      'why the block is a dependency, if it stands for more than was executed and read',
    ),
  }),
  'how a changed block concerns a test file',
);

const reportFlaky = described(
  v.strictObject({
    failures: described(count, 'how often it failed with code with which it also passed'),
    passes: described(count, 'how often it is known to have passed with such code'),
    lastFailedAt: time,
    firstDifference: described(
      v.strictObject({ outcome: v.picklist(['passed', 'failed']), endedAt: time, formerAt: time }),
      'the first outcome that differs from the one before with the same code',
    ),
    failedTests: v.array(v.strictObject({ name: v.string(), failures: count })),
  }),
  'of a test file that passed and failed with the same code in one environment',
);

const reportTestFile = described(
  v.strictObject({
    project,
    target,
    suite: v.string(),
    path,
    wouldRun: v.boolean(),
    decision: v.picklist([
      'skipped',
      'new',
      'changed',
      'failed-before',
      'environment-changed',
      'not-comparable',
    ]),
    assumed: described(v.boolean(), 'whether it is assumed passing: seeded, and not run yet'),
    reason: described(v.string(), 'one line for people'),
    lastRun: v.optional(
      described(
        v.strictObject({ outcome: v.picklist(['passed', 'failed']), durationMs: ms, endedAt: time }),
        'in any environment; absent if no run is stored',
      ),
    ),
    flaky: v.optional(reportFlaky),
    changedBlocks: count,
    changes: described(v.array(reportChange), 'of the first three changed blocks'),
  }),
  'a test file, and whether it would run now',
);

const reportRun = described(
  v.strictObject({
    project,
    target,
    environment: v.string(),
    outcome: v.picklist(['passed', 'failed', 'interrupted', 'broken']),
    endedAt: time,
    durationMs: ms,
    selected: count,
    total: described(count, 'how many test files were selected or skipped'),
    savedMs: ms,
  }),
  'one run of a task',
);

const reportExecution = described(
  v.strictObject({ id: v.string(), endedAt: time, runs: v.array(reportRun) }),
  'the runs of the tasks that one command started',
);

const reportFile = described(
  v.strictObject({
    path,
    testFiles: count,
    durationMs: described(ms, 'how long these test files took together when they last ran'),
    slowest: described(v.array(path), 'the ten that took the longest'),
  }),
  'a file, and the test files that depend on a part of it: an edit selects at most these',
);

const reportFallback = described(
  v.strictObject({
    project,
    target,
    kind: v.string(),
    scope: v.picklist(['project', 'code', 'data', 'module']),
    module: v.optional(path),
    line: v.optional(count),
    subject: v.optional(v.string()),
    text: described(v.string(), 'the cause as a sentence'),
    heading: described(v.string(), 'the title shared by causes of this kind'),
    explanation: v.string(),
    next: described(v.string(), 'what to do'),
    testFiles: v.array(path),
  }),
  'a cause for which test files depend on more than they execute and read',
);

const uncoveredProject = described(
  v.strictObject({
    project,
    root: path,
    kind: v.string(),
    text: described(v.string(), 'the reason and what to do'),
  }),
  'a project that has tests, but no nx-testmon target',
);

const untestedCode = v.strictObject({
  kind: v.picklist(['function', 'branch']),
  code: described(v.string(), 'the name of its block, such as `size()` or `size()/then`'),
  file: path,
  line: described(count, 'the line of its start, from 1'),
});

const untested = described(
  v.strictObject({
    base: described(v.string(), 'the commit that was compared; `HEAD` for uncommitted changes'),
    isKnown: described(v.boolean(), 'false if the changes could not be read; the lists are then empty'),
    text: described(v.string(), 'one sentence: how much is untested, or why it is not known'),
    code: described(v.array(untestedCode), 'sorted by file and line'),
    unknown: described(
      v.array(path),
      'changed files of which it is not known what test files executed, sorted',
    ),
  }),
  'changed functions and branches that no test file executed when it last ran',
);

/** What `testmon report --json` prints. Times in ms unless stated otherwise. */
export const reportSchema = described(
  v.strictObject({
    version: v.literal(1),
    createdAt: time,
    workspace: described(v.string(), 'name of the folder of the workspace'),
    projects: v.array(reportProject),
    testFiles: v.array(reportTestFile),
    executions: described(v.array(reportExecution), 'newest first'),
    olderExecutions: described(count, 'how many more executions are stored'),
    files: described(v.array(reportFile), 'the most expensive first'),
    fallbacks: described(v.array(reportFallback), 'by task; those with the most test files first'),
    untested,
    uncovered: v.array(uncoveredProject),
    problems: described(
      v.array(v.strictObject({ task: v.optional(v.string()), text: v.string() })),
      'what could not be read',
    ),
  }),
  'What `testmon report --json` prints. Durations are in milliseconds.',
);

export type ReportDocument = v.InferOutput<typeof reportSchema>;
export type ReportProject = ReportDocument['projects'][number];
export type ReportTestFile = ReportDocument['testFiles'][number];
export type ReportFlaky = NonNullable<ReportTestFile['flaky']>;
export type ReportChange = ReportTestFile['changes'][number];
export type ReportExecution = ReportDocument['executions'][number];
export type ReportRun = ReportExecution['runs'][number];
export type ReportFile = ReportDocument['files'][number];
export type ReportFallback = ReportDocument['fallbacks'][number];
export type ReportUntested = ReportDocument['untested'];
export type ReportUntestedCode = ReportUntested['code'][number];

function described<Schema extends v.GenericSchema>(schema: Schema, text: string) {
  return v.pipe(schema, v.description(text));
}
