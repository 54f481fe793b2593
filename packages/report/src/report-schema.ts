import { z } from 'zod';

const count = z.int().nonnegative();
const ms = z.number().nonnegative();
const time = z.iso.datetime().describe('ISO 8601, UTC');
const path = z.string().describe('relative to the workspace root, with forward slashes');
const project = z.string();
const target = z.string();

const reportProject = z
  .strictObject({
    project,
    target,
    environment: z.string().describe('name of the environment'),
    runner: z.string().describe('title and version of the test runner'),
    testFiles: count,
    wouldRun: count.describe('how many test files would run now'),
    savedMs: ms.describe('how long the others took when they last ran'),
    withoutFacts: count.describe('how many test files have no facts in this environment'),
    notes: z.array(z.string()).describe('why nothing is skipped, and other notes'),
  })
  .describe('a task: one target of one project, as it is now');

const reportChange = z
  .strictObject({
    block: z.string().describe('what has changed, such as src/sum.ts#sum()'),
    kind: z
      .enum(['reached', 'read', 'variable', 'gone'])
      .describe(
        'reached: the steps lead to the test file; read, variable: the test read it when it last ran; gone: the test file no longer depends on it, or it was deleted',
      ),
    steps: z.array(z.string()).describe('what is between the block and the test file, which comes last'),
    causes: z
      .array(z.string())
      .describe('why the block is a dependency, if it stands for more than was executed and read'),
  })
  .describe('how a changed block concerns a test file');

const reportTestFile = z
  .strictObject({
    project,
    target,
    suite: z.string(),
    path,
    wouldRun: z.boolean(),
    decision: z.enum(['skipped', 'new', 'changed', 'failed-before', 'environment-changed', 'unresolved']),
    assumed: z.boolean().describe('whether it is assumed passing: seeded, and not run yet'),
    reason: z.string().describe('one line for people'),
    lastRun: z
      .strictObject({ outcome: z.enum(['passed', 'failed']), durationMs: ms, endedAt: time })
      .optional()
      .describe('in any environment; absent if no run is stored'),
    changedBlocks: count,
    changes: z.array(reportChange).describe('of the first three changed blocks'),
  })
  .describe('a test file, and whether it would run now');

const reportRun = z
  .strictObject({
    project,
    target,
    environment: z.string(),
    outcome: z.enum(['passed', 'failed', 'interrupted', 'broken']),
    endedAt: time,
    durationMs: ms,
    selected: count,
    total: count.describe('how many test files were selected or skipped'),
    savedMs: ms,
  })
  .describe('one run of a task');

const reportExecution = z
  .strictObject({ id: z.string(), endedAt: time, runs: z.array(reportRun) })
  .describe('the runs of the tasks that one command started');

const reportFile = z
  .strictObject({
    path,
    testFiles: count,
    durationMs: ms.describe('how long these test files took together when they last ran'),
    slowest: z.array(path).describe('the ten that took the longest'),
  })
  .describe('a file, and the test files that depend on a part of it: an edit selects at most these');

const reportFallback = z
  .strictObject({
    project,
    target,
    kind: z.string(),
    scope: z.enum(['project', 'code', 'data', 'module']),
    module: path.optional(),
    line: count.optional(),
    subject: z.string().optional(),
    text: z.string().describe('the cause as a sentence'),
    heading: z.string().describe('the title shared by causes of this kind'),
    explanation: z.string(),
    next: z.string().describe('what to do'),
    testFiles: z.array(path),
  })
  .describe('a cause for which test files depend on more than they execute and read');

const uncoveredProject = z
  .strictObject({
    project,
    root: path,
    kind: z.string(),
    text: z.string().describe('the reason and what to do'),
  })
  .describe('a project that has tests, but no nx-testmon target');

/** What `testmon report --json` prints. Times in ms unless stated otherwise. */
export const reportSchema = z
  .strictObject({
    version: z.literal(1),
    createdAt: time,
    workspace: z.string().describe('name of the folder of the workspace'),
    projects: z.array(reportProject),
    testFiles: z.array(reportTestFile),
    executions: z.array(reportExecution).describe('newest first'),
    olderExecutions: count.describe('how many more executions are stored'),
    files: z.array(reportFile).describe('the most expensive first'),
    fallbacks: z.array(reportFallback).describe('by task; those with the most test files first'),
    uncovered: z.array(uncoveredProject),
    problems: z
      .array(z.strictObject({ task: z.string().optional(), text: z.string() }))
      .describe('what could not be read'),
  })
  .describe('What `testmon report --json` prints. Durations are in milliseconds.');

export type ReportDocument = z.infer<typeof reportSchema>;
export type ReportProject = ReportDocument['projects'][number];
export type ReportTestFile = ReportDocument['testFiles'][number];
export type ReportChange = ReportTestFile['changes'][number];
export type ReportExecution = ReportDocument['executions'][number];
export type ReportRun = ReportExecution['runs'][number];
export type ReportFile = ReportDocument['files'][number];
export type ReportFallback = ReportDocument['fallbacks'][number];
