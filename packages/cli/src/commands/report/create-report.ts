import {
  describeFallback,
  fallbackTable,
  type FlakyTestFile,
  renderProblem,
  scopeOfFallback,
} from '@nx-testmon/core';
import {
  type CauseDiagnosis,
  describeUntested,
  type Execution,
  type FileCost,
  type TaskOverview,
  type TestFileOverview,
} from '@nx-testmon/engine';
import type {
  ReportDocument,
  ReportExecution,
  ReportFallback,
  ReportFile,
  ReportFlaky,
  ReportProject,
  ReportTestFile,
  ReportUntested,
} from '@nx-testmon/report';
import type { UncoveredProject } from '@nx-testmon/engine/uncovered-projects';
import type { RefusedTask } from '../../targets/create-task';
import { toUncoveredDocument } from '../../targets/find-uncovered-projects';
import type { UntestedResult } from '../untested/untested-reader';

/** The sources of a report. */
export interface ReportSources {
  readonly workspace: string;
  /** In ms since 1970. */
  readonly now: number;
  readonly overviews: readonly TaskOverview[];
  readonly executions: readonly Execution[];
  readonly olderExecutions: number;
  /** Projects with tests but without an nx-testmon target. */
  readonly uncovered: readonly UncoveredProject[];
  /** The commit that changed code was compared with. */
  readonly base: string;
  readonly untested: UntestedResult;
  /** Tasks that could not be read. */
  readonly refused: readonly RefusedTask[];
  /** Other inputs that could not be read. */
  readonly notes: readonly string[];
}

/** How many of the test files that depend on a file are named. */
const slowestNamed = 10;

export function createReport(sources: ReportSources): ReportDocument {
  const { workspace, now, overviews, executions, olderExecutions, uncovered, refused, notes } = sources;
  return {
    version: 1,
    createdAt: isoTime(now),
    workspace,
    projects: overviews.map(toProject),
    testFiles: overviews.flatMap((overview) => overview.testFiles.map((file) => toTestFile(file, overview))),
    executions: executions.map(toExecution),
    olderExecutions,
    files: sumFiles(overviews),
    fallbacks: overviews.flatMap((overview) => overview.causes.map((cause) => toFallback(cause, overview))),
    untested: toUntested(sources),
    uncovered: uncovered.map(toUncoveredDocument),
    problems: [
      ...refused.flatMap(({ name, problems }) =>
        problems.map((problem) => ({ task: name, text: renderProblem(problem) })),
      ),
      ...notes.map((text) => ({ text })),
    ],
  };
}

function toProject(overview: TaskOverview): ReportProject {
  const { project, target, environment, runner, testFiles, savedMs, withoutFacts, notes } = overview;
  return {
    ...{ project, target, environment, runner },
    testFiles: testFiles.length,
    wouldRun: testFiles.filter(({ wouldRun }) => wouldRun).length,
    ...{ savedMs, withoutFacts, notes: [...notes] },
  };
}

function toTestFile(file: TestFileOverview, { project, target }: TaskOverview): ReportTestFile {
  const { suite, path, wouldRun, decision, reason, lastRun, flaky, changedBlocks, changes } = file;
  return {
    ...{ project, target, suite, path, wouldRun },
    decision: decision.kind,
    assumed: decision.kind === 'skipped' && decision.seeded === true,
    reason,
    ...(lastRun && { lastRun: { ...lastRun, endedAt: isoTime(lastRun.endedAt) } }),
    ...(flaky && { flaky: toFlaky(flaky) }),
    changedBlocks,
    changes: changes.map(({ block, kind, steps, causes }) => ({
      block,
      kind,
      steps: [...steps],
      causes: [...causes],
    })),
  };
}

function toFlaky({
  failures,
  passes,
  lastFailedAt,
  firstDifference,
  failedTests,
}: FlakyTestFile): ReportFlaky {
  const { outcome, endedAt, formerAt } = firstDifference;
  return {
    ...{ failures, passes, lastFailedAt: isoTime(lastFailedAt) },
    firstDifference: { outcome, endedAt: isoTime(endedAt), formerAt: isoTime(formerAt) },
    failedTests: failedTests.map((one) => ({ ...one })),
  };
}

function toExecution({ id, endedAt, runs }: Execution): ReportExecution {
  return {
    id,
    endedAt: isoTime(endedAt),
    runs: runs.map(({ execId: _, ...run }) => ({ ...run, endedAt: isoTime(run.endedAt) })),
  };
}

function toFallback(
  { fallback, testFiles }: CauseDiagnosis,
  { project, target }: TaskOverview,
): ReportFallback {
  const { kind, module, line, subject } = fallback;
  const { heading, explanation, next } = fallbackTable[kind];
  return {
    ...{ project, target, kind },
    scope: scopeOfFallback(fallback),
    ...(module === undefined ? {} : { module }),
    ...(line === undefined ? {} : { line }),
    ...(subject === undefined ? {} : { subject }),
    text: describeFallback(fallback),
    ...{ heading, explanation, next },
    testFiles: [...testFiles],
  };
}

function toUntested({ base, untested: read }: ReportSources): ReportUntested {
  if (!read.ok) return { base, isKnown: false, text: renderProblem(read.problem), code: [], unknown: [] };
  const { code, unknown } = read.untested;
  const text = describeUntested(read.untested);
  return { base, isKnown: true, text, code: code.map((one) => ({ ...one })), unknown: [...unknown] };
}

/** The sums over all tasks; the most expensive file comes first. */
function sumFiles(overviews: readonly TaskOverview[]): ReportFile[] {
  const durations = new Map(
    overviews.flatMap(({ testFiles }) =>
      testFiles.map(({ path, lastRun }) => [path, lastRun?.durationMs ?? 0] as const),
    ),
  );
  const byDuration = (one: string, other: string) =>
    (durations.get(other) ?? 0) - (durations.get(one) ?? 0) || (one < other ? -1 : 1);
  const sums = new Map<string, FileCost>();
  for (const file of overviews.flatMap(({ files }) => files)) {
    const known = sums.get(file.path);
    sums.set(file.path, {
      path: file.path,
      testFiles: file.testFiles + (known?.testFiles ?? 0),
      durationMs: file.durationMs + (known?.durationMs ?? 0),
      slowest: [...new Set([...(known?.slowest ?? []), ...file.slowest])],
    });
  }
  return [...sums.values()]
    .map((file) => ({ ...file, slowest: [...file.slowest].sort(byDuration).slice(0, slowestNamed) }))
    .sort((one, other) => other.durationMs - one.durationMs || (one.path < other.path ? -1 : 1));
}

function isoTime(ms: number): string {
  return new Date(ms).toISOString();
}
